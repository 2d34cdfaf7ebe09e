// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions that are not about the version, whatever they are.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#if 0
int never(void) { return 0; }
#endif
#ifdef NEVER_DEFINED
int never(void) { return 0; }
#endif
#if defined(__STDC_VERSION__) && 0
int never(void) { return 0; }
#endif
#ifndef Py_DEBUG
int release_ok(void)
{
	return 1;
}
#endif
