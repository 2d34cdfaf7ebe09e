// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that succeeds although something in it failed: told there. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *filled(long n)
{
	PyObject *list = PyList_New(1);

	if (!list)
		return NULL;
	PyList_SET_ITEM(list, 0, PyLong_FromLong(n)); // expect: unchecked-error 'PyLong_FromLong'
	return list;
}

static PyObject *tested(PyObject *self, PyObject *args)
{
	PyObject *r;
	long n;

	if (!PyArg_ParseTuple(args, "l", &n))
		return NULL;
	r = filled(n);
	if (!r)
		return NULL;
	return r;
}

static PyObject *handed_on(PyObject *self, PyObject *unused)
{
	return filled(3000);
}

static int convert(PyObject *o, long *out)
{
	*out = PyLong_AsLong(o); // expect: unchecked-error 'PyLong_AsLong'
	if (*out > 100) {
		PyErr_SetString(PyExc_ValueError, "too large");
		return -1;
	}
	return 0;
}

static PyObject *converted(PyObject *self, PyObject *o)
{
	long n;

	if (convert(o, &n) < 0)
		return NULL;
	return PyLong_FromLong(n & 3);
}

/* -1 can be a number: the caller is to ask. */
static long number(PyObject *o)
{
	return PyLong_AsLong(o);
}

static PyObject *in_band_bad(PyObject *self, PyObject *o)
{
	long n = number(o); // expect: unchecked-error 'number'

	return PyBool_FromLong(n == 4);
}

static PyObject *in_band_ok(PyObject *self, PyObject *o)
{
	long n = number(o);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyBool_FromLong(n == 4);
}

/* What 64 bits of ones are in 32. */
static PyObject *narrowed_ok(PyObject *self, PyObject *o)
{
	unsigned int n = (unsigned int) PyLong_AsUnsignedLongMask(o);

	if (n == (unsigned int) -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n & 3);
}

static PyObject *narrowed_bad(PyObject *self, PyObject *o)
{
	unsigned int n = (unsigned int) PyLong_AsUnsignedLongMask(o); // expect: unchecked-error 'PyLong_AsUnsignedLongMask'

	if (n == (unsigned int) -2 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n & 3);
}

/* An uint8_t is 255 then, which is refused. */
static PyObject *narrowed_to_byte_ok(PyObject *self, PyObject *o)
{
	unsigned char mode = (unsigned char) PyLong_AsLong(o);

	if (mode > 3) {
		PyErr_SetString(PyExc_TypeError, "no such mode");
		return NULL;
	}
	return PyLong_FromLong(mode);
}

static PyObject *narrowed_to_byte_bad(PyObject *self, PyObject *o)
{
	unsigned char mode = (unsigned char) PyLong_AsLong(o); // expect: unchecked-error 'PyLong_AsLong'

	if (mode == 3) {
		PyErr_SetString(PyExc_TypeError, "no such mode");
		return NULL;
	}
	return PyLong_FromLong(mode & 1);
}

/* Of an int: what does not fit is told by the flag. */
static PyObject *by_flag_ok(PyObject *self, PyObject *o)
{
	int overflow;
	long n;

	if (!PyLong_Check(o))
		Py_RETURN_FALSE;
	n = PyLong_AsLongAndOverflow(o, &overflow);
	if (overflow)
		Py_RETURN_TRUE;
	return PyLong_FromLong(n & 7);
}

static PyObject *by_flag_bad(PyObject *self, PyObject *o)
{
	int overflow;
	long n = PyLong_AsLongAndOverflow(o, &overflow); // expect: unchecked-error 'PyLong_AsLongAndOverflow'

	if (overflow)
		Py_RETURN_TRUE;
	return PyLong_FromLong(n & 7);
}

/* A list that was just made has the place. */
static PyObject *placed_ok(PyObject *self, PyObject *unused)
{
	PyObject *list = PyList_New(2);

	if (!list)
		return NULL;
	PyList_SetItem(list, 0, Py_NewRef(Py_None));
	PyList_SetItem(list, 1, Py_NewRef(Py_None));
	return list;
}

static PyObject *empty_ok(PyObject *self, PyObject *args)
{
	PyObject *o = NULL, *empty = PyUnicode_FromString("");

	if (!PyArg_ParseTuple(args, "|O", &o)) {
		Py_DECREF(empty);
		return NULL;
	}
	return empty;
}

static PyMethodDef methods[] = {
	{ "tested", tested, METH_VARARGS, NULL },
	{ "handed_on", handed_on, METH_NOARGS, NULL },
	{ "converted", converted, METH_O, NULL },
	{ "in_band_bad", in_band_bad, METH_O, NULL },
	{ "in_band_ok", in_band_ok, METH_O, NULL },
	{ "narrowed_ok", narrowed_ok, METH_O, NULL },
	{ "narrowed_bad", narrowed_bad, METH_O, NULL },
	{ "narrowed_to_byte_ok", narrowed_to_byte_ok, METH_O, NULL },
	{ "narrowed_to_byte_bad", narrowed_to_byte_bad, METH_O, NULL },
	{ "by_flag_ok", by_flag_ok, METH_O, NULL },
	{ "by_flag_bad", by_flag_bad, METH_O, NULL },
	{ "placed_ok", placed_ok, METH_NOARGS, NULL },
	{ "empty_ok", empty_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "inside", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_inside(void)
{
	return PyModule_Create(&module);
}
