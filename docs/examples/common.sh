# shellcheck shell=bash
# What nightly.sh and monthly.sh share; read by them, never run.
#
# From the environment: WORKBENCH_DB, OUTBOX and what else stands in workbench.env. WORKBENCH names
# the program when it is not on the path.

set -uo pipefail
umask 077
: "${WORKBENCH_DB:?}" "${OUTBOX:?}"
program=${WORKBENCH:-workbench}
today=$(date +%F)
documents=$OUTBOX/dokument/$today
person=() # commands that wait for a person: exit 1, 3 or 5

mkdir -p "$documents"
# One of these scripts at a time. Commands that meet wait for each other anyway.
exec 9> "$OUTBOX/.skript.lock"
flock --nonblock 9 || { echo "another run is not done: $OUTBOX/.skript.lock" >&2; exit 75; }

# step NAME COMMAND...: run a command whose document is kept as NAME.json. Goes on after 1 (something
# waits), 3 (a file is not valid) and 5 (refused by a rule); 2 and 4 are nothing that the next
# command could do better, and a killed command ends the run: it is run again as a whole.
step() {
    local name=$1 code
    shift
    "$program" --quiet "$@" --json > "$documents/.$name.json"
    code=$?
    mv "$documents/.$name.json" "$documents/$name.json"
    case $code in
        0) ;;
        1 | 3 | 5) person+=("$name:$code") ;;
        *) echo "$name: exit code $code" >&2; exit "$code" ;;
    esac
    return "$code"
}

# field NAME KEY [KEY=VALUE]: print a key of the objects of a document, of all or of some.
field() {
    python3 -c '
import json, sys
name, key, *conditions = sys.argv[1:]
with open(name, encoding="utf-8") as file:
    for one in json.load(file):
        if all(one[which] == value for which, _, value in (c.partition("=") for c in conditions)):
            print(one[key])
' "$documents/$1.json" "${@:2}"
}

# The script's own exit code: 0, or 1 when something waits for a person.
finish() {
    if [ "${#person[@]}" -gt 0 ]; then
        echo "waits for a person: ${person[*]} ($documents)"
        exit 1
    fi
    exit 0
}
