// SPDX-License-Identifier: GPL-3.0-or-later
/* O& converters: 0 is the error value, and needs an exception. */
#include <Python.h>

static int even_bad(PyObject *o, void *p)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return 0;
	if (n % 2)
		return 0; // expect: missing-exception 'even_bad' 'returns 0'
	*(long *) p = n;
	return 1;
}

static int even_ok(PyObject *o, void *p)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return 0;
	if (n % 2) {
		PyErr_SetString(PyExc_ValueError, "an even number, please");
		return 0;
	}
	*(long *) p = n;
	return 1;
}

static int name_bad(PyObject *o, const char **p)
{
	if (o == Py_None) {
		*p = NULL;
		return 1;
	}
	if (!PyUnicode_Check(o))
		return 0; // expect: missing-exception 'name_bad' 'returns 0'
	*p = PyUnicode_AsUTF8(o);
	return *p != NULL;
}

static int name_ok(PyObject *o, const char **p)
{
	if (o == Py_None) {
		*p = NULL;
		return 1;
	}
	*p = PyUnicode_AsUTF8(o);
	return *p != NULL;
}

static PyObject *one_ok(PyObject *self, PyObject *args)
{
	long n;

	if (!PyArg_ParseTuple(args, "O&", even_bad, &n))
		return NULL;
	return PyLong_FromLong(n);
}

static PyObject *two_ok(PyObject *self, PyObject *args)
{
	long n;

	if (!PyArg_ParseTuple(args, "O&", even_ok, &n))
		return NULL;
	return PyLong_FromLong(n);
}

static PyObject *three_ok(PyObject *self, PyObject *args)
{
	const char *a, *b;

	if (!PyArg_ParseTuple(args, "O&O&", name_bad, &a, name_ok, &b))
		return NULL;
	return Py_BuildValue("(zz)", a, b);
}

static PyMethodDef methods[] = {
	{ "one_ok", one_ok, METH_VARARGS, NULL },
	{ "two_ok", two_ok, METH_VARARGS, NULL },
	{ "three_ok", three_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "converters", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_converters(void)
{
	return PyModule_Create(&module);
}
