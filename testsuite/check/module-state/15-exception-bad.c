// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* The usual exception object. */
#include <Python.h>

static PyObject *Error;	// expect: module-state 'Error'
int add(PyObject *m)
{
	Error = PyErr_NewException("m.Error", NULL, NULL);
	if (!Error)
		return -1;
	return PyModule_AddObjectRef(m, "Error", Error);
}
