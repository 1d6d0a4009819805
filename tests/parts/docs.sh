#!/usr/bin/env bash
# the documentation, its examples executed, warnings denied
source "$(dirname "$0")/common.sh"

[ -f docs/conf.py ] || skip "docs/conf.py does not exist yet"
if member alumni-py; then python_package; fi
run "$python" -m sphinx -q -j auto -W --keep-going -b html docs build/docs
