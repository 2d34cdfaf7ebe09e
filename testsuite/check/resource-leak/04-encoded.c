// SPDX-License-Identifier: GPL-3.0-or-later
/* What the formats es, et, es# and et# allocate. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *name_bad(PyObject *self, PyObject *args)
{
	char *name = NULL;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &name))
		return NULL;
	return PyLong_FromSize_t(strlen(name)); // expect: resource-leak 'name'
}

static PyObject *name_ok(PyObject *self, PyObject *args)
{
	char *name = NULL;
	size_t n;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &name))
		return NULL;
	n = strlen(name);
	PyMem_Free(name);
	return PyLong_FromSize_t(n);
}

static PyObject *path_bad(PyObject *self, PyObject *args)
{
	char *path = NULL;
	int mode;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "eti", "utf-8", &path, &mode))
		return NULL;
	if (mode < 0) {
		PyErr_SetString(PyExc_ValueError, "mode");
		return NULL; // expect: resource-leak 'path'
	}
	r = PyUnicode_FromString(path);
	PyMem_Free(path);
	return r;
}

static PyObject *path_ok(PyObject *self, PyObject *args)
{
	char *path = NULL;
	int mode;
	PyObject *r = NULL;

	if (!PyArg_ParseTuple(args, "eti", "utf-8", &path, &mode))
		return NULL;
	if (mode < 0)
		PyErr_SetString(PyExc_ValueError, "mode");
	else
		r = PyUnicode_FromString(path);
	PyMem_Free(path);
	return r;
}

static PyObject *length_bad(PyObject *self, PyObject *args)
{
	char *data = NULL;
	Py_ssize_t n = 0;

	if (!PyArg_ParseTuple(args, "es#", "latin-1", &data, &n))
		return NULL;
	return PyLong_FromSsize_t(n); // expect: resource-leak 'data'
}

/* With a buffer of one's own nothing is allocated. */
static PyObject *own_buffer_ok(PyObject *self, PyObject *args)
{
	char buffer[80], *data = buffer;
	Py_ssize_t n = sizeof (buffer);

	if (!PyArg_ParseTuple(args, "es#", "latin-1", &data, &n))
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *length_ok(PyObject *self, PyObject *args)
{
	char *data = NULL;
	Py_ssize_t n = 0;

	if (!PyArg_ParseTuple(args, "es#", "latin-1", &data, &n))
		return NULL;
	PyMem_Free(data);
	return PyLong_FromSsize_t(n);
}

/* Freed by what it is: nothing was given. */
static PyObject *optional_ok(PyObject *self, PyObject *args)
{
	char *name = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "|et", "utf-8", &name))
		return NULL;
	r = PyUnicode_FromString(name ? name : "?");
	PyMem_Free(name);
	return r;
}

static PyMethodDef methods[] = {
	{ "name_bad", name_bad, METH_VARARGS, NULL },
	{ "name_ok", name_ok, METH_VARARGS, NULL },
	{ "path_bad", path_bad, METH_VARARGS, NULL },
	{ "path_ok", path_ok, METH_VARARGS, NULL },
	{ "length_bad", length_bad, METH_VARARGS, NULL },
	{ "length_ok", length_ok, METH_VARARGS, NULL },
	{ "own_buffer_ok", own_buffer_ok, METH_VARARGS, NULL },
	{ "optional_ok", optional_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "encoded", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_encoded(void)
{
	return PyModule_Create(&module);
}
