// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper ends what failed or not, and clears whatever is set then. */
#include <Python.h>

static PyObject *end_bad(PyObject *it)
{
	if (PyErr_Occurred())
		PyErr_Clear(); // expect: exception-swallowed 'PyIter_Next'
	Py_DECREF(it);
	Py_RETURN_NONE;
}

static PyObject *end_ok(PyObject *it)
{
	Py_DECREF(it);
	if (PyErr_Occurred()) {
		if (!PyErr_ExceptionMatches(PyExc_StopIteration))
			return NULL;
		PyErr_Clear();
	}
	Py_RETURN_NONE;
}

static PyObject *walk_any(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)))
		Py_DECREF(item);
	return end_bad(it);
}

static PyObject *walk_own(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)))
		Py_DECREF(item);
	return end_ok(it);
}

PyMethodDef methods[] = {
	{ "walk_any", walk_any, METH_O, NULL },
	{ "walk_own", walk_own, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
