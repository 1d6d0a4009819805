# Read by every part: strict shell, the repository's root, and a few words.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
python=$root/.venv/bin/python

# Ends the part: it cannot run here.
skip() {
    echo "skipped: $*"
    exit 77
}
# Whether a crate belongs to the workspace. Its parts fail, not skip, from then on.
member() { grep -qE "^members = .*\"$1\"" Cargo.toml; }
have() { command -v "$1" >/dev/null 2>&1; }
# Prints a command, apart from what it prints, and runs it.
run() {
    echo "+ $*" >&2
    "$@"
}
# Builds the crates and all examples for development, with the entry that fails on purpose; quick when nothing has changed. Features
# are those of the whole workspace, as in the Rust tests, so that the core is compiled once for all of them.
development_build() { run cargo build -q --locked --workspace --features alumni-ffi/test-panic --lib --examples; }
# Makes `import alumni` what the sources are now; quick when nothing has changed.
python_package() {
    rm -rf build/wheels
    run .venv/bin/maturin build -q --locked --profile ci -m alumni-py/Cargo.toml -i "$python" -o build/wheels
    run .venv/bin/uv pip install -q --python "$python" --force-reinstall --no-deps build/wheels/alumni-*.whl
}
# Makes build/c/{include,lib} what the sources are now.
c_library() { PREFIX=$root/build/c PROFILE=ci run alumni-ffi/install.sh; }
