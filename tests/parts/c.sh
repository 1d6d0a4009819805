#!/usr/bin/env bash
# the C library: header, exported names, programs under sanitizers, vectors
source "$(dirname "$0")/common.sh"

member alumni-ffi || skip "alumni-ffi is not a member of the workspace yet"
ffi=alumni-ffi
out=build/c
rm -rf "$out"
mkdir -p "$out/lib"
run cargo build -q --locked --profile ci -p alumni-ffi

# As installed: the loader looks for the soname, the linker for libalumni.so.
cp "$CARGO_TARGET_DIR/ci/libalumni.so" "$CARGO_TARGET_DIR/ci/libalumni.a" "$out/lib/"
soname=$(objdump -p "$out/lib/libalumni.so" | awk '$1 == "SONAME" { print $2 }')
case $soname in
libalumni.so.[0-9]*) ln -sf libalumni.so "$out/lib/$soname" ;;
*) echo "expected a soname like libalumni.so.0.1, got \`$soname\`"; exit 1 ;;
esac

foreign=$(nm -D --defined-only "$out/lib/libalumni.so" | awk '{ print $3 }' | grep -v '^alumni_' || true)
[ -z "$foreign" ] || { echo "exported without the prefix alumni_: $foreign"; exit 1; }
nm -D --defined-only "$out/lib/libalumni.so" | awk '{ print $3 }' | sort >"$out/symbols.txt"
if [ -f $ffi/symbols.txt ]; then
    run diff -u $ffi/symbols.txt "$out/symbols.txt"
fi

compilers=(gcc)
if have clang; then compilers+=(clang); else echo "skipped: clang is not installed, the C programs ran with gcc only"; fi
warnings=(-Wall -Wextra -Wpedantic -Werror)
sanitizers=(-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)

for compiler in "${compilers[@]}"; do
    for standard in c99 c11 c17; do
        run "$compiler" -std=$standard "${warnings[@]}" -fsyntax-only -x c $ffi/include/alumni.h
    done
done
if have g++; then
    for standard in c++11 c++20; do
        run g++ -std=$standard "${warnings[@]}" -fsyntax-only -x c++ $ffi/include/alumni.h
    done
else
    echo "skipped: g++ is not installed, the header was not compiled as C++"
fi

programs=0
for source in $ffi/examples/c/*.c $ffi/tests/*.c; do
    [ -f "$source" ] || continue
    for compiler in "${compilers[@]}"; do
        program=$out/$(basename "$source" .c)-$compiler
        run "$compiler" -std=c11 "${warnings[@]}" "${sanitizers[@]}" -I $ffi/include "$source" \
            -o "$program" -L "$out/lib" -lalumni -Wl,-rpath,"$root/$out/lib"
        run "$program"
        programs=$((programs + 1))
    done
done
[ $programs -gt 0 ] || { echo "no C program was found in $ffi/examples/c and $ffi/tests"; exit 1; }
echo "$programs programs ran under the address and undefined-behaviour sanitizers"

# The static library is complete: what it needs from the system is what its pkg-config file says.
first=$(find $ffi/examples/c -name '*.c' | sort | head -n 1)
run gcc -std=c11 "${warnings[@]}" -I $ffi/include "$first" "$out/lib/libalumni.a" -o "$out/static" -lpthread -ldl -lm
run "$out/static" >/dev/null

ALUMNI_LIBRARY=$root/$out/lib/libalumni.so run "$python" -m pytest -q -rs $ffi/tests
