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
# Prints a command and runs it.
run() {
    echo "+ $*"
    "$@"
}
