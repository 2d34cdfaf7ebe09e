// SPDX-License-Identifier: GPL-3.0-or-later
/* A number that was refused does not come back. */
#include <Python.h>
#include <string.h>

PyObject *option_ok(PyObject *self, PyObject *args)
{
	long option = 0;
	char *s = NULL;

	if (PyTuple_GET_SIZE(args) == 1) {
		if (!PyArg_ParseTuple(args, "l", &option))
			return NULL;
		if (option == 15) {
			PyErr_SetString(PyExc_TypeError, "needs a name");
			return NULL;
		}
	} else if (!PyArg_ParseTuple(args, "ls", &option, &s)) {
		return NULL;
	}
	switch (option) {
	case 3: return PyLong_FromLong(1);
	case 15: return PyLong_FromSize_t(strlen(s));
	}
	Py_RETURN_NONE;
}

PyObject *option_bad(PyObject *self, PyObject *args)
{
	long option = 0;
	char *s = NULL;

	if (PyTuple_GET_SIZE(args) == 1) {
		if (!PyArg_ParseTuple(args, "l", &option))
			return NULL;
		if (option == 14) {
			PyErr_SetString(PyExc_TypeError, "needs a name");
			return NULL;
		}
	} else if (!PyArg_ParseTuple(args, "ls", &option, &s)) {
		return NULL;
	}
	switch (option) {
	case 3: return PyLong_FromLong(1);
	case 15: return PyLong_FromSize_t(strlen(s)); // expect: null-argument 's'
	}
	Py_RETURN_NONE;
}
