// SPDX-License-Identifier: GPL-3.0-or-later
/* The exception's type is taken, and asked about after the clearing. */
#include <Python.h>

static PyObject *taken_ok(PyObject *self, PyObject *o)
{
	PyObject *x = PyObject_GetItem(o, o), *t;

	if (x)
		return x;
	t = Py_NewRef(PyErr_Occurred());
	PyErr_Clear();
	if (!PyErr_GivenExceptionMatches(t, PyExc_LookupError)) {
		PyErr_SetNone(t);
		Py_DECREF(t);
		return NULL;
	}
	Py_DECREF(t);
	Py_RETURN_NONE;
}

static PyObject *not_asked_bad(PyObject *self, PyObject *o)
{
	PyObject *x = PyObject_GetItem(o, o);

	if (x)
		return x;
	if (PyErr_Occurred())
		PyErr_Clear(); // expect: exception-swallowed 'PyObject_GetItem'
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", taken_ok, METH_O, NULL },
	{ "b", not_asked_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use(void)
{
	return methods;
}
