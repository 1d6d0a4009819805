#!/usr/bin/env bash
# Builds the C library, installs it into build/c, and tests it there: header, exported names, C programs under
# sanitizers, NULL and other bad arguments, the vectors. Needs cargo, gcc, and python3 with pyarrow for tables.
#
#   alumni-ffi/tests/run.sh        PROFILE=dev builds without optimisation
set -euo pipefail
shopt -s nullglob
cd "$(dirname "$0")/../.."
root=$PWD
python=${PYTHON:-python3}
out=$root/build/c
have() { command -v "$1" >/dev/null 2>&1; }
run() {
    echo "+ $*"
    "$@"
}

rm -rf "$out"
PREFIX=$out PROFILE=${PROFILE:-ci} run alumni-ffi/install.sh

# What the library exports is what the committed list says; `tests/header.rs` compares the list with the sources.
nm -D --defined-only "$out/lib/libalumni.so" | awk '{ print $3 }' | LC_ALL=C sort >"$out/symbols.txt"
run diff -u alumni-ffi/symbols.txt "$out/symbols.txt"

compilers=(gcc)
if have clang; then compilers+=(clang); else echo "skipped: clang is not installed, the C programs ran with gcc only"; fi
warnings=(-Wall -Wextra -Wpedantic -Werror)
for compiler in "${compilers[@]}"; do
    for standard in c99 c11 c17 c2x; do
        run "$compiler" -std=$standard "${warnings[@]}" -fsyntax-only -x c alumni-ffi/include/alumni.h
    done
done
if have g++; then
    for standard in c++11 c++14 c++17 c++20; do
        run g++ -std=$standard "${warnings[@]}" -fsyntax-only -x c++ alumni-ffi/include/alumni.h
    done
else
    echo "skipped: g++ is not installed, the header was not compiled as C++"
fi

if have pkg-config; then
    read -ra flags < <(PKG_CONFIG_PATH=$out/lib/pkgconfig pkg-config --cflags --libs alumni)
else
    echo "skipped: pkg-config is not installed, alumni.pc was not read"
    flags=("-I$out/include" "-L$out/lib" -lalumni)
fi
sanitizers=(-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
programs=0
# Compiles and runs a program with every compiler: program SOURCE FOLDER-OF-THE-LIBRARY.
program() {
    for compiler in "${compilers[@]}"; do
        local made
        made=$out/$(basename "$1" .c)-$compiler
        run "$compiler" -std=c11 "${warnings[@]}" "${sanitizers[@]}" "$1" -o "$made" \
            "-L$2" "${flags[@]}" -lpthread -Wl,-rpath,"$2"
        run "$made"
        programs=$((programs + 1))
    done
}
for source in alumni-ffi/examples/c/*.c alumni-ffi/tests/c/*.c; do
    program "$source" "$out/lib"
done

# An entry that fails on purpose is in no library that anybody installs. It is built for development, in another place
# than the library above, so that neither overwrites the other, and with the features of the whole workspace, so that the core of the
# Rust tests serves here too.
run cargo build --quiet --locked --workspace --features alumni-ffi/test-panic --lib --examples
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
mkdir -p "$out/panic"
cp "$target/debug/libalumni.so" "$out/panic/$(readlink "$out/lib/libalumni.so")"
ln -s "$(readlink "$out/lib/libalumni.so")" "$out/panic/libalumni.so"
RUST_BACKTRACE=0 program alumni-ffi/tests/c/panic/panic.c "$out/panic"
echo "$programs programs ran under the address and undefined-behaviour sanitizers"

# The static library is complete: what it needs from the system is what its pkg-config file says.
run gcc -std=c11 "${warnings[@]}" -I"$out/include" alumni-ffi/tests/c/basics.c "$out/lib/libalumni.a" -o "$out/static" \
    -lpthread -ldl -lm
run "$out/static"

export ALUMNI_LIBRARY=$out/lib/libalumni.so
run "$python" alumni-ffi/tests/arguments.py
run "$python" tests/vectors_c.py
