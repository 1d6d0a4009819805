#!/usr/bin/env bash
# reading takes work in proportion to the size, in counted instructions
source "$(dirname "$0")/common.sh"

have valgrind || skip "valgrind is not installed"
run cargo build -q --locked -p alumni-core --features dmn --example linear
run "$python" tests/linear.py "${CARGO_TARGET_DIR:-target}/debug/examples/linear"
