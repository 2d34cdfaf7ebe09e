// SPDX-License-Identifier: GPL-3.0-or-later
// A branch that an earlier one has emptied.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#if PY_VERSION_HEX >= 0x03090000
#define KIND 1
#elif PY_VERSION_HEX >= 0x03070000 // expect: version-guard 'no targeted'
#define KIND 2
#else // expect: version-guard 'no targeted'
#define KIND 3
#endif

int kind_ok(void)
{
	return KIND;
}
