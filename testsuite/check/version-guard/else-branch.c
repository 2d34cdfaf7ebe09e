// SPDX-License-Identifier: GPL-3.0-or-later
// The branch that is left over.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11 skip-if=python>=3.12
#include <Python.h>
int collect_ok(void)
{
#if PY_VERSION_HEX < 0x030a0000
	return 1;
#else
	return PyGC_IsEnabled();
#endif
}

int collect_bad(void)
{
#if PY_VERSION_HEX >= 0x030c0000
	return 1;
#else
	return PyGC_IsEnabled(); // expect: version-guard 'PyGC_IsEnabled'
#endif
}
