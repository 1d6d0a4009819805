#!/usr/bin/env bash
# the C library: header, exported names, programs under sanitizers, bad arguments, vectors
source "$(dirname "$0")/common.sh"

member alumni-ffi || skip "alumni-ffi is not a member of the workspace yet"
PYTHON=$python run alumni-ffi/tests/run.sh
