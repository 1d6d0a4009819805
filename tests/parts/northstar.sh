#!/usr/bin/env bash
# the programs of tests/northstar print the same in Rust, Python and C
source "$(dirname "$0")/common.sh"

shopt -s nullglob
expected=(tests/northstar/*.txt)
[ ${#expected[@]} -gt 0 ] || skip "tests/northstar does not exist yet"
if member alumni-py; then python_package; fi
if member alumni-ffi; then c_library; fi
development_build
out=$root/build/northstar
mkdir -p "$out"

in_rust() { (cd tests/northstar && "$CARGO_TARGET_DIR/debug/examples/northstar-$1"); }
in_py() {
    "$python" -m mypy --strict --no-error-summary "tests/northstar/$1.py" >&2 && (cd tests/northstar && "$python" "$1.py")
}
in_c() {
    gcc -std=c11 -Wall -Wextra -Wpedantic -Werror -g -fsanitize=address,undefined -I build/c/include \
        "tests/northstar/$1.c" -o "$out/$1" -L build/c/lib -lalumni -Wl,-rpath,"$root/build/c/lib" &&
        (cd tests/northstar && "$out/$1")
}

ok=0 wrong=0
# try NAME LANGUAGE ENDING CRATE
try() {
    local program=tests/northstar/$1.$3
    if ! member "$4"; then
        echo "skipped: $program: $4 is not a member of the workspace yet"
    elif [ ! -f "$program" ]; then
        echo "not ok: $program is missing"
        wrong=$((wrong + 1))
    elif "in_$2" "$1" >"$out/$1.$3.txt" && diff -u "tests/northstar/$1.txt" "$out/$1.$3.txt"; then
        ok=$((ok + 1))
    else
        echo "not ok: $program"
        wrong=$((wrong + 1))
    fi
}
for text in "${expected[@]}"; do
    name=$(basename "$text" .txt)
    try "$name" rust rs alumni-core
    try "$name" py py alumni-py
    try "$name" c c alumni-ffi
done
echo "$ok programs print what they should, $wrong do not"
[ $wrong -eq 0 ]
