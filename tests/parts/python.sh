#!/usr/bin/env bash
# the Python package: wheel, types, stubs, tests, vectors
source "$(dirname "$0")/common.sh"

member alumni-py || skip "alumni-py is not a member of the workspace yet"
VIRTUAL_ENV=$root/.venv PATH=$root/.venv/bin:$PATH run alumni-py/tests/run.sh

# lifelines and lifetimes want an older pandas than the other tests: they get an environment of their own.
peers=$root/build/peers
[ -x "$peers/bin/python" ] || run .venv/bin/python -m venv "$peers"
VIRTUAL_ENV=$peers run .venv/bin/uv pip install -q -r tests/requirements-peers.txt
VIRTUAL_ENV=$peers run .venv/bin/uv pip install -q --force-reinstall --no-deps build/wheels/alumni-*.whl
(cd build && run "$peers/bin/python" -m pytest -rs --import-mode=importlib \
    ../alumni-py/tests/test_returning.py ../alumni-py/tests/test_returning_real.py)
