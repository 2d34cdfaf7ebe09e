// SPDX-License-Identifier: GPL-3.0-or-later
// Redirections by PY_SSIZE_T_CLEAN.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
PyObject *build_ok(PyObject *f, int i)
{
	return PyObject_CallFunction(f, "i", i);
}

PyObject *parse_ok(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	return Py_BuildValue("O", o);
}
