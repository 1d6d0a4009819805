#!/usr/bin/env bash
# the programs of tests/northstar print the same in Rust, Python and C
source "$(dirname "$0")/common.sh"

shopt -s nullglob
expected=(tests/northstar/*.txt)
[ ${#expected[@]} -gt 0 ] || skip "tests/northstar does not exist yet"
out=$root/build/northstar
mkdir -p "$out"
status=0
compare() {
    if diff -u "$1" "$2"; then echo "ok $3"; else
        echo "not ok $3"
        status=1
    fi
}
for text in "${expected[@]}"; do
    name=$(basename "$text" .txt)
    for source in tests/northstar/"$name".{rs,py,c}; do
        [ -f "$source" ] || { echo "not ok: $source is missing"; status=1; }
    done
    [ -f "tests/northstar/$name.rs" ] &&
        (cd tests/northstar && cargo run -q --locked --profile ci -p alumni-core --example "northstar-$name") >"$out/$name.rs.txt" &&
        compare "$text" "$out/$name.rs.txt" "$name in Rust" || status=1
    if member alumni-py; then
        "$python" -m mypy --strict --no-error-summary "tests/northstar/$name.py" &&
            (cd tests/northstar && "$python" "$name.py") >"$out/$name.py.txt" &&
            compare "$text" "$out/$name.py.txt" "$name in Python" || status=1
    else
        echo "skipped: $name in Python: alumni-py is not a member of the workspace yet"
    fi
    if member alumni-ffi; then
        gcc -std=c11 -Wall -Wextra -Wpedantic -Werror -g -fsanitize=address,undefined -I alumni-ffi/include \
            "tests/northstar/$name.c" -o "$out/$name" -L build/c/lib -lalumni -Wl,-rpath,"$root/build/c/lib" &&
            (cd tests/northstar && "$out/$name") >"$out/$name.c.txt" &&
            compare "$text" "$out/$name.c.txt" "$name in C" || status=1
    else
        echo "skipped: $name in C: alumni-ffi is not a member of the workspace yet"
    fi
done
exit $status
