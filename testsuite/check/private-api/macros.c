// SPDX-License-Identifier: GPL-3.0-or-later
// What public macros and inline functions call is not the user's.
#include <Python.h>
PyObject *macros_ok(PyObject *o)
{
	Py_INCREF(o);
	Py_XDECREF((PyObject *) NULL);
	return Py_NewRef(Py_None == o ? o : Py_None);
}

int fatal_ok(PyObject *o)
{
	if (!o)
		Py_FatalError("no object");
	return PyObject_TypeCheck(o, &PyLong_Type);
}
