#!/usr/bin/env bash
# Builds the package, installs it into the active virtual environment and runs its tests, types and stubs.
#
# Needs maturin, pytest, hypothesis, mypy and ruff there; writes to target/ and build/ of the checkout only.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -n "${VIRTUAL_ENV:-}" ] || { echo "expected an active virtual environment" >&2; exit 1; }

rm -rf build/wheels
maturin build -q --locked --profile ci -m alumni-py/Cargo.toml -i python -o build/wheels
if command -v uv >/dev/null; then install=(uv pip install -q); else install=(python -m pip install -q); fi
"${install[@]}" --force-reinstall --no-deps build/wheels/alumni-*.whl

ruff check -q alumni-py
ruff format -q --check alumni-py

# From a folder without the sources, so that what is installed is what is tested.
cd build
python -m mypy --strict --no-error-summary -p alumni
python -m mypy --strict --no-error-summary ../alumni-py/tests
python -m mypy.stubtest alumni
python -m pytest -rs --import-mode=importlib ../alumni-py/tests
