#!/usr/bin/env bash
# formatting of Rust, Python and shell
source "$(dirname "$0")/common.sh"

run cargo fmt --all --check
run .venv/bin/ruff check
run .venv/bin/ruff format --check
for script in tests/run .ci/run tests/parts/*.sh; do
    bash -n "$script"
done
for script in tests/run .ci/run; do
    [ -x "$script" ] || { echo "$script must be executable"; exit 1; }
done
