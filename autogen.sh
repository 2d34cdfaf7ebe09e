#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes configure and what it needs from a fresh checkout.
set -e
cd "$(dirname "$0")"
for tool in autoreconf automake:automake libtoolize:libtool \
	pkg-config:pkgconf; do
	command -v "${tool%:*}" >/dev/null 2>&1 || {
		p=${tool#*:}
		test "$p" != autoreconf || p=autoconf
		echo "autogen.sh: ${tool%:*} is missing;" \
			"on Debian: apt-get install $p" >&2
		exit 1
	}
done
exec autoreconf -fi "$@"
