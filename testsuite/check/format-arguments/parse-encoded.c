// SPDX-License-Identifier: GPL-3.0-or-later
// es and et take the encoding first, and allocate.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *encoded_ok(PyObject *self, PyObject *args)
{
	char *s = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &s))
		return NULL;
	r = PyUnicode_FromString(s);
	PyMem_Free(s);
	return r;
}

PyObject *default_ok(PyObject *self, PyObject *args)
{
	char *s = NULL;
	Py_ssize_t n;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "et#", NULL, &s, &n))
		return NULL;
	r = PyBytes_FromStringAndSize(s, n);
	PyMem_Free(s);
	return r;
}

PyObject *no_encoding_bad(PyObject *self, PyObject *args)
{
	char *s = NULL;

	if (!PyArg_ParseTuple(args, "es", &s)) // expect: format-arguments 'too few arguments' 'argument 3' 'const char *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *half_code_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "eO", "utf-8", &o)) // expect: format-arguments 'which is no code of'
		return NULL;
	Py_RETURN_NONE;
}
