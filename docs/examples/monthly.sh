#!/usr/bin/env bash
# From the day a month is to be paid, every day: settle it, and when it has been attested write the
# files to the bank and the ledger and the specifications. May be killed and run again: a file is
# there whole or not at all, and is written again with the same bytes.
# A month may be given: monthly.sh 2026-03
# shellcheck source=docs/examples/common.sh
. "$(dirname "$0")/common.sh"
month=${1:-$(date -d "$(date +%Y-%m-01) -1 month" +%Y-%m)}

step "settle-$month" settle --month "$month"
step "runs-$month" runs --month "$month"
step marked settle --list-marked
paid=$(field "runs-$month" korning status=attesterad; field "runs-$month" korning status=exporterad)

# The attest is a person's: workbench attest RUN, or the screens. A draft beside an attested run
# waits only when it changes something.
for run in $(field "runs-$month" korning status=utkast); do
    if [ -z "$paid" ] || field marked month | grep --quiet --line-regexp "$month"; then
        person+=("attest-$run:1")
    fi
done
for run in $paid; do
    folder=$OUTBOX/$month/korning-$run
    mkdir -p "$folder"
    # Only a first file is written here. More payments of the run (exit code 1 says so) are sent by
    # a person, to a file with another name.
    [ -e "$folder/betalning.xml" ] || step "pay-$run" pay "$run" --out "$folder/betalning.xml"
    [ -e "$folder/bokforing.si" ] || step "book-$run" book "$run" --out "$folder/bokforing.si"
    step "spec-$run" spec "$run" --out "$folder/specifikationer"
done

finish
