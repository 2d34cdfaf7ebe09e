// SPDX-License-Identifier: GPL-3.0-or-later
// A branch for versions above the range.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
int future_ok(void)
{
#if PY_VERSION_HEX >= 0x030f0000 // expect: version-guard 'no targeted Python compiles this branch'
	return 2;
#elif PY_VERSION_HEX >= 0x030e0000
	return 1;
#endif
	return 0;
}
