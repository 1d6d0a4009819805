#!/usr/bin/env bash
# clippy, warnings denied, with and without features
source "$(dirname "$0")/common.sh"

run cargo clippy -q --locked --workspace --all-targets -- -D warnings
run cargo clippy -q --locked -p alumni-core --lib -- -D warnings
