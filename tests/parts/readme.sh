#!/usr/bin/env bash
# every snippet of README.md runs and prints what it says
source "$(dirname "$0")/common.sh"

[ -f alumni-core/examples/review.rs ] || skip "alumni-core/examples/review.rs, which README.md tells to run, does not exist yet"
development_build
if member alumni-py; then python_package; fi
if member alumni-ffi; then c_library; fi
run "$python" tests/readme.py
