#!/usr/bin/env bash
# JSON Schemas are valid, and as the types give them
source "$(dirname "$0")/common.sh"

[ -f alumni-core/examples/schemas.rs ] || skip "alumni-core/examples/schemas.rs does not exist yet"
development_build
run "$CARGO_TARGET_DIR/debug/examples/schemas" --check docs/schemas
run "$python" tests/schemas.py
