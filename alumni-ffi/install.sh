#!/bin/sh
# Builds the library and installs header, libalumni.so, libalumni.a and alumni.pc.
#
#   alumni-ffi/install.sh                        into /usr/local
#   PREFIX=$HOME/.local alumni-ffi/install.sh    into another place
#
# Also understood: LIBDIR, INCLUDEDIR, DESTDIR (for packagers: stands before every path), PROFILE (of cargo: release).
set -eu
cd "$(dirname "$0")"
prefix=${PREFIX:-/usr/local}
libdir=${LIBDIR:-$prefix/lib}
includedir=${INCLUDEDIR:-$prefix/include}
profile=${PROFILE:-release}
root=${DESTDIR:-}

cargo build --quiet --locked --profile "$profile" -p alumni-ffi
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
built=$target/$profile
[ "$profile" != dev ] || built=$target/debug
version=$(sed -n 's/^#define ALUMNI_VERSION "\(.*\)"$/\1/p' include/alumni.h)
# Before 1.0 every minor version may break the ABI, so that the soname has it: build.rs.
soname=libalumni.so.${version%.*}

mkdir -p "$root$libdir/pkgconfig" "$root$includedir"
install -m 644 include/alumni.h "$root$includedir/alumni.h"
install -m 644 "$built/libalumni.a" "$root$libdir/libalumni.a"
install -m 755 "$built/libalumni.so" "$root$libdir/libalumni.so.$version"
ln -sf "libalumni.so.$version" "$root$libdir/$soname"
ln -sf "$soname" "$root$libdir/libalumni.so"
sed -e "s|@PREFIX@|$prefix|" -e "s|@LIBDIR@|$libdir|" -e "s|@INCLUDEDIR@|$includedir|" -e "s|@VERSION@|$version|" \
    alumni.pc.in >"$root$libdir/pkgconfig/alumni.pc"
echo "installed alumni $version in $root$prefix"
