// SPDX-License-Identifier: GPL-3.0-or-later
/* Values built of what failed; ints out of range. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *pair_ok(PyObject *self, PyObject *o)
{
	PyObject *n = PyLong_FromSsize_t(PyTuple_GET_SIZE(o));
	PyObject *text = PyObject_Repr(o);

	return Py_BuildValue("(NN)", n, text);
}

static PyObject *pair_bad(PyObject *self, PyObject *o)
{
	PyObject *text = PyObject_Repr(o), *r, *s;

	s = PyObject_GetAttrString(o, "name"); // expect: exception-clobbered 'PyObject_GetAttrString'
	if (!text) {
		Py_XDECREF(s);
		return NULL;
	}
	if (!s) {
		Py_DECREF(text);
		return NULL;
	}
	r = PyTuple_Pack(2, text, s);
	Py_DECREF(text);
	Py_DECREF(s);
	return r;
}

static PyObject *in_range_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n;

	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return NULL;
	}
	n = PyLong_AsSsize_t(o);
	if (n < 1 || n > 4096) {
		PyErr_SetString(PyExc_ValueError, "out of range");
		return NULL;
	}
	return PyLong_FromSsize_t(n);
}

/* What is too large is not negative. */
static PyObject *not_negative_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n;

	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return NULL;
	}
	n = PyLong_AsSsize_t(o);
	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "negative"); // expect: exception-clobbered 'PyLong_AsSsize_t'
		return NULL;
	}
	return PyLong_FromSsize_t(n);
}

/* Of what is no int, the TypeError is lost. */
static PyObject *in_range_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyLong_AsSsize_t(o);

	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "out of range"); // expect: exception-clobbered 'PyLong_AsSsize_t'
		return NULL;
	}
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "pair_ok", pair_ok, METH_O, NULL },
	{ "pair_bad", pair_bad, METH_O, NULL },
	{ "in_range_ok", in_range_ok, METH_O, NULL },
	{ "not_negative_bad", not_negative_bad, METH_O, NULL },
	{ "in_range_bad", in_range_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "conversions", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_conversions(void)
{
	return PyModule_Create(&module);
}

/* A number too large is no wrong type: the OverflowError says more. */
PyObject *other_type_bad(PyObject *self, PyObject *o)
{
	long n;

	if (!PyLong_Check(o))
		return PyErr_Format(PyExc_TypeError, "an int is wanted");
	n = PyLong_AsLong(o);
	if (n > 0 && n < 64)
		return PyLong_FromLong(n);
	PyErr_Format(PyExc_TypeError, "%ld is not below 64", n); // expect: exception-clobbered 'PyLong_AsLong'
	return NULL;
}

PyObject *out_of_range_ok(PyObject *self, PyObject *o)
{
	long n;

	if (!PyLong_Check(o))
		return PyErr_Format(PyExc_TypeError, "an int is wanted");
	n = PyLong_AsLong(o);
	if (n > 0 && n < 64)
		return PyLong_FromLong(n);
	PyErr_Format(PyExc_ValueError, "%ld is not below 64", n);
	return NULL;
}
