#!/usr/bin/env bash
# expected values are as their scripts compute them
source "$(dirname "$0")/common.sh"

# One script for each processor at a time.
export python
check() { echo "+ $1 --check" && "$python" "$1" --check; }
export -f check
find tests/make -name '*.py' ! -name corpus.py -print0 | sort -z | xargs -0 -n 1 -P "$(nproc)" bash -c 'check "$1"' check
