// SPDX-License-Identifier: GPL-3.0-or-later
// One argument left out is one defect, whatever those after it are then taken for.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *encoding_bad(PyObject *self, PyObject *args)
{
	char *buf = NULL;
	Py_ssize_t n = 0;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "et#:encode", &buf, &n)) // expect: format-arguments 'too few arguments' 'argument 3'
		return NULL;
	r = PyBytes_FromStringAndSize(buf, n);
	PyMem_Free(buf);
	return r;
}

int two_bad(PyObject *args)
{
	double d;
	Py_ssize_t n;

	return PyArg_ParseTuple(args, "idn", &d, &n); // expect: format-arguments 'too few arguments' 'argument 3'
}

PyObject *encoding_ok(PyObject *self, PyObject *args)
{
	char *buf = NULL;
	Py_ssize_t n = 0;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "et#:encode", "utf-8", &buf, &n))
		return NULL;
	r = PyBytes_FromStringAndSize(buf, n);
	PyMem_Free(buf);
	return r;
}
