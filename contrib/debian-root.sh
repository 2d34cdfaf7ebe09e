#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds and tests for GCC majors that this system does not have, in a Debian
# of another release below DIR (made with debootstrap on first use).
#
# usage: contrib/debian-root.sh DIR SUITE GCC...
#        contrib/debian-root.sh roots/trixie trixie gcc-13 gcc-14
#        contrib/debian-root.sh roots/sid sid gcc-15 gcc-16
#
# Needs root, debootstrap and unshare.  MIRROR names the Debian mirror
# (default: debootstrap's own choice).  Nothing stays mounted: the mounts are
# of a mount namespace that ends with the command, so DIR can be removed.
set -eu

if [ $# -lt 3 ] || [ "$(id -u)" != 0 ]; then
	sed -n '3,12s/^# \{0,1\}//p' "$0" >&2
	exit 2
fi
source=$(cd "$(dirname "$0")/.." && pwd)
root=$1
suite=$2
shift 2

packages="python3-dev,libjansson-dev,check,make,autoconf,automake,libtool"
packages="$packages,pkgconf,python3,python3-setuptools,git,binutils"
for gcc in "$@"; do
	packages="$packages,$gcc,g++-${gcc##*-},$gcc-plugin-dev"
done

if ! [ -e "$root/etc/debian_version" ]; then
	debootstrap --variant=minbase --include="$packages" "$suite" "$root" \
		${MIRROR:+"$MIRROR"}
	chroot "$root" apt-get clean
fi

# A copy, so that the build's files do not mix with this system's.
rm -rf "$root/src"
mkdir -p "$root/src"
(cd "$source" && git archive HEAD) | tar -xf - -C "$root/src"

exec unshare -m sh -c 'root=$1; shift
	mount --make-rprivate /
	mount -t proc proc "$root/proc"
	exec chroot "$root" sh -c "cd /src && exec .ci/run --no-install \"\$@\"" \
		sh "$@"' sh "$root" "$@"
