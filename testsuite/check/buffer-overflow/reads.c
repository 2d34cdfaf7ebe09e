/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As many bytes as Python says are read of a buffer, and written to memory. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int fill(char *to, size_t n);

static PyObject *array_bad(PyObject *module, PyObject *arg)
{
	char text[64];
	Py_ssize_t n = PyLong_AsSsize_t(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	memset(text, 'a', sizeof (text));
	return PyBytes_FromStringAndSize(text, n);	// expect: buffer-overflow 'reads as many bytes as ‘n’ says' '64'
}

static PyObject *array_ok(PyObject *module, PyObject *arg)
{
	char text[64];
	Py_ssize_t n = PyLong_AsSsize_t(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > (Py_ssize_t) sizeof (text))
		return PyErr_Format(PyExc_ValueError, "too long");
	memset(text, 'a', sizeof (text));
	return PyBytes_FromStringAndSize(text, n);
}

/* readinto () answers what it likes. */
static PyObject *readinto_bad(PyObject *module, PyObject *args)
{
	PyObject *stream, *b, *r;
	Py_ssize_t n, got;

	if (!PyArg_ParseTuple(args, "On", &stream, &n))
		return NULL;
	b = PyByteArray_FromStringAndSize(NULL, n);
	if (!b)
		return NULL;
	r = PyObject_CallMethod(stream, "readinto", "O", b);
	if (!r) {
		Py_DECREF(b);
		return NULL;
	}
	got = PyNumber_AsSsize_t(r, PyExc_ValueError);
	Py_DECREF(r);
	if (got == -1 && PyErr_Occurred()) {
		Py_DECREF(b);
		return NULL;
	}
	r = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(b), got);	// expect: buffer-overflow 'nothing compares'
	Py_DECREF(b);
	return r;
}

static PyObject *readinto_ok(PyObject *module, PyObject *args)
{
	PyObject *stream, *b, *r;
	Py_ssize_t n, got;

	if (!PyArg_ParseTuple(args, "On", &stream, &n))
		return NULL;
	b = PyByteArray_FromStringAndSize(NULL, n);
	if (!b)
		return NULL;
	r = PyObject_CallMethod(stream, "readinto", "O", b);
	if (!r) {
		Py_DECREF(b);
		return NULL;
	}
	got = PyNumber_AsSsize_t(r, PyExc_ValueError);
	Py_DECREF(r);
	if (got == -1 && PyErr_Occurred()) {
		Py_DECREF(b);
		return NULL;
	}
	if (got < 0 || got > PyByteArray_GET_SIZE(b)) {
		Py_DECREF(b);
		return PyErr_Format(PyExc_ValueError, "answered %zd", got);
	}
	r = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(b), got);
	Py_DECREF(b);
	return r;
}

static PyObject *memory_bad(PyObject *module, PyObject *arg)
{
	char *p = PyMem_Malloc(128);
	Py_ssize_t n = PyLong_AsSsize_t(arg);

	if (!p)
		return PyErr_NoMemory();
	if (n == -1 && PyErr_Occurred()) {
		PyMem_Free(p);
		return NULL;
	}
	memset(p, 0, n);	// expect: buffer-overflow 'into 128 bytes'
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *memory_ok(PyObject *module, PyObject *arg)
{
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	PyObject *r;
	char *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	p = PyMem_Malloc(n);
	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, n);
	r = PyBytes_FromStringAndSize(p, n);
	PyMem_Free(p);
	return r;
}

/* What was read into it says how much there is. */
static PyObject *filled_ok(PyObject *module, PyObject *arg)
{
	char text[64];
	int n = fill(text, sizeof (text));

	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyBytes_FromStringAndSize(text, n);
}

/* The test lets 64 through, and one more is read. */
static PyObject *tested_bad(PyObject *module, PyObject *arg)
{
	char text[64], *copy;
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	PyObject *result;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 64)
		return PyErr_Format(PyExc_ValueError, "too long");
	memset(text, 'a', sizeof (text));
	copy = PyMem_Malloc(n + 1);
	if (!copy)
		return PyErr_NoMemory();
	memcpy(copy, text, n + 1);	// expect: buffer-overflow 'can read 65 bytes of 64'
	result = PyBytes_FromStringAndSize(copy, n);
	PyMem_Free(copy);
	return result;
}

static PyObject *tested_ok(PyObject *module, PyObject *arg)
{
	char text[64], *copy;
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	PyObject *result;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n >= 64)
		return PyErr_Format(PyExc_ValueError, "too long");
	memset(text, 'a', sizeof (text));
	copy = PyMem_Malloc(n + 1);
	if (!copy)
		return PyErr_NoMemory();
	memcpy(copy, text, n + 1);
	result = PyBytes_FromStringAndSize(copy, n);
	PyMem_Free(copy);
	return result;
}

static PyMethodDef methods[] = {
	{ "tested_bad", tested_bad, METH_O, NULL },
	{ "tested_ok", tested_ok, METH_O, NULL },
	{ "array_bad", array_bad, METH_O, NULL },
	{ "array_ok", array_ok, METH_O, NULL },
	{ "readinto_bad", readinto_bad, METH_VARARGS, NULL },
	{ "readinto_ok", readinto_ok, METH_VARARGS, NULL },
	{ "memory_bad", memory_bad, METH_O, NULL },
	{ "memory_ok", memory_ok, METH_O, NULL },
	{ "filled_ok", filled_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "reads", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_reads(void)
{
	return PyModule_Create(&def);
}

extern int lib_fill(char *to, size_t n);

static int fill(char *to, size_t n)
{
	return lib_fill(to, n);
}
