// SPDX-License-Identifier: GPL-3.0-or-later
// Private functions that later versions no longer export.
// pyrefcheck: python=3.11-3.13 skip-if=python>=3.13
#include <Python.h>

_Py_IDENTIFIER(name);

PyObject *id_bad(PyObject *o)
{
	return _PyObject_CallMethodIdNoArgs(o, &PyId_name); // expect: removed-api '_PyObject_CallMethodIdNoArgs' '3.13'
}

PyObject *kept_ok(PyObject *o)
{
	return _PyObject_GetAttrId(o, &PyId_name);
}

PyObject *attr_ok(PyObject *o)
{
	return PyObject_GetAttrString(o, "name");
}
