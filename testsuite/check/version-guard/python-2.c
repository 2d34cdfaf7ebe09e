// SPDX-License-Identifier: GPL-3.0-or-later
// Python 2.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
int major_ok(void)
{
#if PY_MAJOR_VERSION >= 3
	return 3;
#else // expect: version-guard 'no targeted Python compiles this branch'
	return 2;
#endif
}

#if PY_MAJOR_VERSION < 3 // expect: version-guard 'no targeted'
void initmodule(void) {}
#endif
