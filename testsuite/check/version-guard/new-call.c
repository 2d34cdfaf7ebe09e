// SPDX-License-Identifier: GPL-3.0-or-later
// Newer than the lowest targeted version, without a guard.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
int add_bad(PyObject *m, PyObject *o)
{
	return PyModule_AddObjectRef(m, "o", o); // expect: version-guard 'PyModule_AddObjectRef' 'new in Python 3.10' 'Python 3.9'
}

int size_ok(PyObject *o)
{
	return PyObject_Size(o) > 0;
}
