#!/usr/bin/env bash
# The night: a copy, what has come in, and the months that it concerns. May be killed and run again.
# shellcheck source=docs/examples/common.sh
. "$(dirname "$0")/common.sh"
: "${INBOX:?}" "${COPIES:?}"
keep=${KEEP_DAYS:-35}

# A copy is there whole or not at all, so one that is there need not be made again.
copy=$COPIES/kommun-$today.db
if [ ! -e "$copy" ]; then
    "$program" --quiet backup "$copy" > "$documents/backup.txt" || exit
fi
find "$COPIES" -maxdepth 1 -name 'kommun-????-??-??.db' -mtime "+$keep" -delete
find "$OUTBOX/dokument" -mindepth 1 -mtime "+$keep" -delete

# Files that are in already are known by their content. A folder without files is an error.
if [ -n "$(find "$INBOX" -type f -not -name '.*' -print -quit)" ]; then
    step import import "$INBOX"
fi

# Last month is settled every night until it is attested, this month only looked at, and whatever
# else the files concern is settled anew. A draft pays nothing.
step check check --month "$(date +%Y-%m)"
step marked settle --list-marked
last=$(date -d "$(date +%Y-%m-01) -1 month" +%Y-%m)
for month in $({ field marked month; echo "$last"; } | sort -u); do
    step "settle-$month" settle --month "$month"
done
step tasks tasks

# Once a week all that has been attested is computed again. A break is exit code 4.
[ "$(date +%u)" != 7 ] || step verify verify

# The journal's head, where whoever could change the database can't change it.
if [ -n "${HEADS:-}" ] && [ ! -e "$HEADS/huvud-$today.json" ]; then
    step head audit head --out "$HEADS/huvud-$today.json" ${SIGN:+--sign "$SIGN"}
fi

finish
