// SPDX-License-Identifier: GPL-3.0-or-later
// Behind a macro of the user the name does not stand in the line: silence.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
#define SAVE(t, v, b) PyErr_Fetch(&(t), &(v), &(b))

int macro_ok(void)
{
	PyObject *t, *v, *b;

	SAVE(t, v, b);
	PyErr_SetNone(PyExc_ValueError);
	Py_XDECREF(t);
	Py_XDECREF(v);
	Py_XDECREF(b);
	return 0;
}
