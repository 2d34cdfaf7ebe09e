// SPDX-License-Identifier: GPL-3.0-or-later
/* Methods that return NULL themselves. */
#include <Python.h>
#include <stdio.h>

static PyObject *plain_bad(PyObject *self, PyObject *arg)
{
	if (!PyLong_Check(arg))
		return NULL; // expect: missing-exception 'plain_bad' 'returns NULL without setting an exception'
	return PyNumber_Negative(arg);
}

static PyObject *plain_ok(PyObject *self, PyObject *arg)
{
	if (!PyLong_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return NULL;
	}
	return PyNumber_Negative(arg);
}

static PyObject *format_ok(PyObject *self, PyObject *arg)
{
	if (!PyLong_Check(arg))
		return PyErr_Format(PyExc_TypeError, "not an int: %R", arg);
	return PyNumber_Negative(arg);
}

static PyObject *parse_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	return PyLong_FromLong(n);
}

static PyObject *memory_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	PyObject *r;

	if (!p)
		return NULL; // expect: missing-exception 'memory_bad'
	memset(p, 'x', 100);
	r = PyBytes_FromStringAndSize(p, 100);
	PyMem_Free(p);
	return r;
}

static PyObject *memory_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 100);
	r = PyBytes_FromStringAndSize(p, 100);
	PyMem_Free(p);
	return r;
}

static PyObject *file_bad(PyObject *self, PyObject *arg)
{
	const char *name = PyUnicode_AsUTF8(arg);
	FILE *f;
	int c;

	if (!name)
		return NULL;
	f = fopen(name, "r");
	if (!f)
		return NULL; // expect: missing-exception 'file_bad'
	c = getc(f);
	fclose(f);
	return PyLong_FromLong(c);
}

static PyObject *file_ok(PyObject *self, PyObject *arg)
{
	const char *name = PyUnicode_AsUTF8(arg);
	FILE *f;
	int c;

	if (!name)
		return NULL;
	f = fopen(name, "r");
	if (!f)
		return PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
	c = getc(f);
	fclose(f);
	return PyLong_FromLong(c);
}

static PyObject *switch_bad(PyObject *self, PyObject *args)
{
	int what;

	if (!PyArg_ParseTuple(args, "i", &what))
		return NULL;
	switch (what) {
	case 0:
		return PyList_New(0);
	case 1:
		return PyDict_New();
	default:
		return NULL; // expect: missing-exception 'switch_bad'
	}
}

static PyObject *switch_ok(PyObject *self, PyObject *args)
{
	PyObject *r = NULL;
	int what;

	if (!PyArg_ParseTuple(args, "i", &what))
		return NULL;
	switch (what) {
	case 0:
		r = PyList_New(0);
		break;
	case 1:
		r = PyDict_New();
		break;
	default:
		PyErr_SetString(PyExc_ValueError, "0 or 1");
	}
	return r;
}

static PyObject *cleared_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_GetAttrString(arg, "name");

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError))
		PyErr_Clear();
	return r; // expect: missing-exception 'cleared_bad'
}

static PyObject *cleared_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_GetAttrString(arg, "name");

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *goto_bad(PyObject *self, PyObject *args)
{
	PyObject *list = NULL, *item;
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		goto fail;
	list = PyList_New(0);
	if (!list)
		goto fail;
	if (n > 100)
		goto fail;
	item = PyLong_FromLong(n);
	if (!item)
		goto fail;
	if (PyList_Append(list, item) < 0) {
		Py_DECREF(item);
		goto fail;
	}
	Py_DECREF(item);
	return list;
fail:
	Py_XDECREF(list);
	return NULL; // expect: missing-exception 'goto_bad'
}

static PyObject *goto_ok(PyObject *self, PyObject *args)
{
	PyObject *list = NULL, *item;
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		goto fail;
	list = PyList_New(0);
	if (!list)
		goto fail;
	if (n > 100) {
		PyErr_SetString(PyExc_OverflowError, "too many");
		goto fail;
	}
	item = PyLong_FromLong(n);
	if (!item)
		goto fail;
	if (PyList_Append(list, item) < 0) {
		Py_DECREF(item);
		goto fail;
	}
	Py_DECREF(item);
	return list;
fail:
	Py_XDECREF(list);
	return NULL;
}

static PyMethodDef methods[] = {
	{ "plain_bad", plain_bad, METH_O, NULL },
	{ "plain_ok", plain_ok, METH_O, NULL },
	{ "format_ok", format_ok, METH_O, NULL },
	{ "parse_ok", parse_ok, METH_VARARGS, NULL },
	{ "memory_bad", memory_bad, METH_O, NULL },
	{ "memory_ok", memory_ok, METH_O, NULL },
	{ "file_bad", file_bad, METH_O, NULL },
	{ "file_ok", file_ok, METH_O, NULL },
	{ "switch_bad", switch_bad, METH_VARARGS, NULL },
	{ "switch_ok", switch_ok, METH_VARARGS, NULL },
	{ "cleared_bad", cleared_bad, METH_O, NULL },
	{ "cleared_ok", cleared_ok, METH_O, NULL },
	{ "goto_bad", goto_bad, METH_VARARGS, NULL },
	{ "goto_ok", goto_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "methods", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_methods(void)
{
	return PyModule_Create(&module);
}
