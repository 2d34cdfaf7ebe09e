// SPDX-License-Identifier: GPL-3.0-or-later
// With a guard.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
int add_ok(PyObject *m, PyObject *o)
{
#if PY_VERSION_HEX >= 0x030a0000
	return PyModule_AddObjectRef(m, "o", o);
#else
	Py_INCREF(o);
	return PyModule_AddObject(m, "o", o);
#endif
}
