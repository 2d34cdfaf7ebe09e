// SPDX-License-Identifier: GPL-3.0-or-later
// A branch for versions below the range.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#if PY_VERSION_HEX < 0x03080000 // expect: version-guard 'no targeted Python compiles this branch' '3.9 to 3.14'
#define FINISH(t) (t)
#endif

#if PY_VERSION_HEX < 0x030a0000
#define OLD 1
#else
#define OLD 0
#endif

int old_ok(void)
{
	return OLD;
}
