// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that releases what it does not want releases nothing that it
 * wants. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *decompress(PyObject *module, PyObject *data)
{
	PyObject *result;

	if (!PyBytes_Check(data)) {
		Py_DECREF(data);
		PyErr_SetString(PyExc_ValueError, "bytes are needed");
		return NULL;
	}
	result = PyObject_CallMethod(module, "decompress", "O", data);
	if (result && !PyBytes_Check(result)) {
		PyErr_SetString(PyExc_ValueError, "no bytes");
		Py_CLEAR(result);
	}
	return result;
}

static PyObject *load_ok(PyObject *m, PyObject *none)
{
	PyObject *data = PyBytes_FromStringAndSize("text", 4), *r;

	if (!data)
		return NULL;
	r = decompress(m, data);
	Py_DECREF(data);
	return r;
}

static PyObject *repr_bad(PyObject *m, PyObject *arg)
{
	PyObject *data = PyObject_Repr(arg), *r;

	if (!data)
		return NULL;
	r = decompress(m, data);
	Py_DECREF(data); // expect: over-release 'data'
	return r;
}

static PyMethodDef methods[] = {
	{ "load", load_ok, METH_NOARGS, NULL },
	{ "repr", repr_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
