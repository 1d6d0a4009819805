#!/usr/bin/env bash
# licences, sources and duplicates of every crate
source "$(dirname "$0")/common.sh"

run "$python" tests/licences.py
