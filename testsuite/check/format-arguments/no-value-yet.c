// SPDX-License-Identifier: GPL-3.0-or-later
/* A variable without a value where its address is due. */
#include <Python.h>

PyObject *variable_bad(PyObject *self, PyObject *args)
{
	PyObject *u;

	if (!PyArg_ParseTuple(args, "O", u)) // expect: format-arguments 'PyObject **' 'PyObject *'
		return NULL;
	return Py_NewRef(u);
}

PyObject *address_ok(PyObject *self, PyObject *args)
{
	PyObject *u;

	if (!PyArg_ParseTuple(args, "O", &u))
		return NULL;
	return Py_NewRef(u);
}
