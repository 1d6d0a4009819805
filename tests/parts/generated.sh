#!/usr/bin/env bash
# JSON Schemas are valid, and as the types give them
source "$(dirname "$0")/common.sh"

[ -f alumni-core/examples/schemas.rs ] || skip "alumni-core/examples/schemas.rs does not exist yet"
run cargo run -q --locked -p alumni-core --features schema --example schemas -- --check docs/schemas
run "$python" tests/schemas.py
