#!/usr/bin/env bash
# the Python package: wheel, tests, types, stubs
source "$(dirname "$0")/common.sh"

member alumni-py || skip "alumni-py is not a member of the workspace yet"
rm -rf build/wheels
run .venv/bin/maturin build -q --locked --profile ci -m alumni-py/Cargo.toml -i "$python" -o build/wheels
run .venv/bin/uv pip install -q --python "$python" --force-reinstall --no-deps build/wheels/alumni-*.whl

# From a folder without the sources, so that what is installed is what is tested.
cd build
status=0
run "$python" -m pytest -q -rs --import-mode=importlib ../alumni-py/tests || status=1
run "$python" -m mypy --strict --no-error-summary -p alumni || status=1
allow=()
[ -f ../alumni-py/stubtest.txt ] && allow=(--allowlist ../alumni-py/stubtest.txt)
run "$python" -m mypy.stubtest alumni ${allow[@]+"${allow[@]}"} || status=1
exit $status
