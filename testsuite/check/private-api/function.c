// SPDX-License-Identifier: GPL-3.0-or-later
// The members of a function.
#include <Python.h>
PyObject *name_bad(PyObject *o)
{
	return Py_NewRef(((PyFunctionObject *) o)->func_name); // expect: private-api 'func_name'
}

PyObject *code_ok(PyObject *o)
{
	return PyFunction_GetCode(o);
}
