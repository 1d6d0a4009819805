#!/usr/bin/env bash
# the examples in the Rust documentation, and that it builds without warnings
source "$(dirname "$0")/common.sh"

run cargo test -q --locked --doc --workspace
RUSTDOCFLAGS="-D warnings" run cargo doc -q --locked --workspace --no-deps --all-features
