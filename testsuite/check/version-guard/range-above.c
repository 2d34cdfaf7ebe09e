// SPDX-License-Identifier: GPL-3.0-or-later
// The whole range has it.
// pyrefcheck: python=3.10-3.14 skip-if=python<3.11
#include <Python.h>
PyObject *ref_ok(PyObject *o)
{
	return Py_NewRef(o);
}

int add_ok(PyObject *m, PyObject *o)
{
	return PyModule_AddObjectRef(m, "o", o);
}
