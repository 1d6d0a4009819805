#!/usr/bin/env bash
# the tools: a virtual environment in .venv, crates, clang
source "$(dirname "$0")/common.sh"

uv_version=0.13.8

for tool in cargo gcc; do
    have "$tool" || { echo "expected $tool on the path"; exit 1; }
done
base=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if have "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        base=$candidate
        break
    fi
done
[ -n "$base" ] || { echo "expected Python 3.11 or newer on the path, or its path in PYTHON"; exit 1; }

apt() { [ "$(id -u)" -eq 0 ] && have apt-get && run apt-get -qq update && run apt-get -qq install -y --no-install-recommends "$@"; }

# Debian leaves `ensurepip` out of Python until python3-venv is installed.
if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    apt python3-venv || { echo "expected Python with venv and ensurepip; on Debian: apt-get install python3-venv"; exit 1; }
fi
if ! have clang; then
    # The sanitizers' runtime is a package of its own, named after the version.
    apt clang >/dev/null && apt "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev" >/dev/null ||
        echo "skipped: clang is not installed, and installing it needs apt-get and root"
fi

wanted=$(cat tests/requirements.txt <("$base" --version) <(echo "$uv_version") | sha256sum)
if [ ! -x "$python" ] || [ "$(cat .venv/alumni-tools 2>/dev/null)" != "$wanted" ]; then
    run "$base" -m venv --clear .venv
    run "$python" -m pip -q --disable-pip-version-check install "uv==$uv_version"
    run .venv/bin/uv pip install -q --python "$python" -r tests/requirements.txt
    echo "$wanted" >.venv/alumni-tools
fi
run cargo fetch -q --locked

rustc --version
cargo nextest --version 2>/dev/null | head -n 1 || echo "cargo-nextest is not installed: cargo test runs instead"
"$python" --version
gcc --version | head -n 1
have clang && clang --version | head -n 1 || true
