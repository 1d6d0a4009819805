#!/usr/bin/env bash
# the Python package: wheel, types, stubs, tests, vectors
source "$(dirname "$0")/common.sh"

member alumni-py || skip "alumni-py is not a member of the workspace yet"
VIRTUAL_ENV=$root/.venv PATH=$root/.venv/bin:$PATH run alumni-py/tests/run.sh
