// SPDX-License-Identifier: GPL-3.0-or-later
// Without option python nothing is outside.
#include <Python.h>
#if PY_VERSION_HEX < 0x03080000
int old(void) { return 0; }
#endif

PyObject *ref_ok(PyObject *o)
{
	return Py_NewRef(o);
}
