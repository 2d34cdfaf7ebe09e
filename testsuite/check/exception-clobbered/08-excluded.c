// SPDX-License-Identifier: GPL-3.0-or-later
/* What an overflow or a type excludes: with an exception there is no overflow,
 * and no instance of an exception is an int. */
#include <Python.h>

static PyObject *overflow_ok(PyObject *self, PyObject *o)
{
	int over;
	long v = PyLong_AsLongAndOverflow(o, &over);

	if (over || (v <= 0 && (v != -1 || !PyErr_Occurred()))) {
		PyErr_SetString(PyExc_ValueError, "out of range");
		return NULL;
	}
	if (v <= 0)
		return NULL;
	return PyLong_FromLong(v);
}

static PyObject *overflow_bad(PyObject *self, PyObject *o)
{
	int over;
	long v = PyLong_AsLongAndOverflow(o, &over);

	if (v == -1 && !over) {
		PyErr_SetString(PyExc_ValueError, "no number"); // expect: exception-clobbered 'PyLong_AsLongAndOverflow'
		return NULL;
	}
	return PyLong_FromLong(v);
}

static long code_of(PyObject *v)
{
	if (PyExceptionInstance_Check(v)) {
		PyObject *c = PyObject_GetAttrString(v, "code");

		if (c) {
			long n = PyLong_AsLong(c);

			Py_DECREF(c);
			return n;
		}
	}
	if (PyLong_Check(v))
		return PyLong_AsLong(v);
	if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_AttributeError))
		return -1;
	PyErr_Clear();
	return 1;
}

static PyObject *layouts_ok(PyObject *self, PyObject *o)
{
	long n = code_of(o);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n);
}

static PyMethodDef methods[] = {
	{ "a", overflow_ok, METH_O, NULL },
	{ "b", overflow_bad, METH_O, NULL },
	{ "c", layouts_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use(void)
{
	return methods;
}
