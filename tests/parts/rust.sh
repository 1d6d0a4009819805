#!/usr/bin/env bash
# Rust tests: units, properties, floors, vectors, generated files
source "$(dirname "$0")/common.sh"

log=build/logs/rust-full.log
# Passing tests' output is kept out of sight but for the reasons of skips, which are told at the end.
if cargo nextest --version >/dev/null 2>&1; then
    command=(cargo nextest run --locked --workspace --no-fail-fast
        --success-output immediate --failure-output final --status-level fail)
else
    command=(cargo test --locked --workspace --tests --no-fail-fast
        -- --show-output)
fi
echo "+ ${command[*]}"
status=0
"${command[@]}" >"$log" 2>&1 || status=$?
grep -E '^ *skipped: ' "$log" | sort -u || true
if [ $status -eq 0 ]; then
    grep -E '^ +Summary \[|^test result: ' "$log"
elif grep -qE '^ +Summary \[' "$log"; then
    sed -n '/^ *Summary \[/,$p' "$log"
else
    cat "$log"
fi
exit $status
