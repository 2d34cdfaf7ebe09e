/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of an int that is too large there is OverflowError and no other exception,
 * so that whoever asks for that has seen it; of any object there are others. */
#include <Python.h>

static PyObject *
asked_ok(PyObject *self, PyObject *o)
{
	unsigned long v;

	(void) self;
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return NULL;
	}
	v = PyLong_AsUnsignedLong(o);
	if (v == (unsigned long) -1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_OverflowError))
			return NULL;
	}
	return PyLong_FromUnsignedLong(v);
}

static PyObject *
above_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t v;

	(void) self;
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return NULL;
	}
	v = PyLong_AsSsize_t(o);
	if (v == -1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_ArithmeticError))
			PyErr_Clear();
	}
	return PyLong_FromSsize_t(v);
}

static PyObject *
any_bad(PyObject *self, PyObject *o)
{
	unsigned long v = PyLong_AsUnsignedLong(o);

	(void) self;
	if (v == (unsigned long) -1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_OverflowError))
			return NULL;
	}
	return PyLong_FromUnsignedLong(v);	// expect: stale-exception
}

static PyObject *
other_bad(PyObject *self, PyObject *o)
{
	long v;

	(void) self;
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return NULL;
	}
	v = PyLong_AsLong(o);
	if (v == -1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_ValueError))
			return NULL;
	}
	return PyLong_FromLong(v);	// expect: stale-exception
}

static PyMethodDef methods[] = {
	{ "asked", asked_ok, METH_O, NULL },
	{ "above", above_ok, METH_O, NULL },
	{ "any", any_bad, METH_O, NULL },
	{ "other", other_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC
PyInit_m(void)
{
	return PyModule_Create(&module);
}
