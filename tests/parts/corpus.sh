#!/usr/bin/env bash
# expected values are as their scripts compute them
source "$(dirname "$0")/common.sh"

for script in tests/make/*.py; do
    [ "$script" = tests/make/corpus.py ] || run "$python" "$script" --check
done
