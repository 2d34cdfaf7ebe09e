// SPDX-License-Identifier: GPL-3.0-or-later
/* What a format has asked to be bytes is. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *bytes_ok(PyObject *self, PyObject *args)
{
	PyBytesObject *b;
	Py_ssize_t n;
	char *p;

	if (!PyArg_ParseTuple(args, "S", &b))
		return NULL;
	PyBytes_AsStringAndSize((PyObject *) b, &p, &n);
	return PyLong_FromSsize_t(n);
}

static PyObject *any_bad(PyObject *self, PyObject *args)
{
	PyObject *b;
	Py_ssize_t n;
	char *p;

	if (!PyArg_ParseTuple(args, "O", &b))
		return NULL;
	PyBytes_AsStringAndSize(b, &p, &n); // expect: unchecked-error
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "bytes_ok", bytes_ok, METH_VARARGS, NULL },
	{ "any_bad", any_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
