#!/usr/bin/env bash
# the README's first command, in both languages and as JSON
source "$(dirname "$0")/common.sh"

[ -f alumni-core/examples/review.rs ] || skip "alumni-core/examples/review.rs does not exist yet"
run cargo run --locked --example review
review=$CARGO_TARGET_DIR/debug/examples/review
run "$review" --lang ja
run "$review" --json >build/review.json
run "$python" -c 'import json, sys; json.load(open(sys.argv[1]))' build/review.json
