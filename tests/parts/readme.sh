#!/usr/bin/env bash
# every snippet of README.md runs and prints what it says
source "$(dirname "$0")/common.sh"

[ -f README.md ] || skip "README.md does not exist yet"
run "$python" tests/readme.py
