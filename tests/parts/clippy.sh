#!/usr/bin/env bash
# clippy, warnings denied, with and without features
source "$(dirname "$0")/common.sh"

run cargo clippy -q --locked --workspace --all-targets -- -D warnings
# The workspace turns every feature of the core on; this is the core without any.
run cargo clippy -q --locked -p alumni-core --lib -- -D warnings
