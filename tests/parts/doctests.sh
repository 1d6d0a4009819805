#!/usr/bin/env bash
# the examples in the Rust documentation, and that it builds without warnings
source "$(dirname "$0")/common.sh"

# With the features of the part `rust`, whose build then serves here too.
run cargo test -q --locked --doc --workspace --features alumni-core/schema,alumni-core/table,alumni-core/dmn
RUSTDOCFLAGS="-D warnings" run cargo doc -q --locked --workspace --no-deps --all-features
