// SPDX-License-Identifier: GPL-3.0-or-later
// A guard that lets a version in that lacks it.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
int collect_bad(void)
{
#if PY_VERSION_HEX >= 0x03090000
	return PyGC_IsEnabled(); // expect: version-guard 'PyGC_IsEnabled' 'new in Python 3.10'
#endif
	return 1;
}

int collect_ok(void)
{
#if PY_VERSION_HEX >= 0x030a00b1
	return PyGC_IsEnabled();
#endif
	return 1;
}
