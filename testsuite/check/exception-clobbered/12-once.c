/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That nothing is set in the end comes of the call that was made with an
 * exception set: one defect, told at the call. */
#include <Python.h>

static PyObject *
header_bad(PyObject *self, PyObject *file)
{
	PyObject *line, *r, *n;

	(void) self;
	line = PyObject_CallMethod(file, "readline", NULL);
	if (!line)
		return NULL;
	n = PyNumber_Long(line);
	Py_DECREF(line);
	if (n)
		return n;
	r = PyObject_CallMethod(file, "close", NULL);	// expect: exception-clobbered
	if (!r)
		PyErr_WriteUnraisable(file);
	Py_XDECREF(r);
	return NULL;
}

/* Nothing was set when it was called: what is missing is missing. */
static PyObject *
close_bad(PyObject *self, PyObject *file)
{
	PyObject *r = PyObject_CallMethod(file, "close", NULL);

	(void) self;
	if (!r) {
		PyErr_WriteUnraisable(file);
		return NULL;	// expect: missing-exception
	}
	return r;
}

static PyMethodDef methods[] = {
	{ "header", header_bad, METH_O, NULL },
	{ "close", close_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC
PyInit_m(void)
{
	return PyModule_Create(&module);
}
