// SPDX-License-Identifier: GPL-3.0-or-later
/* What was set was replaced by the failure of a call that was not to be made
 * then, and that one was cleared: it is told once, of the call. */
#include <Python.h>

static PyObject *replaced_bad(PyObject *self, PyObject *arg)
{
	PyObject *r, *res = PyObject_GetAttrString(arg, "x");

	r = PyObject_CallMethod(self, "_end", NULL); // expect: exception-clobbered
	if (r == NULL)
		PyErr_Clear(); // expect: exception-swallowed
	Py_XDECREF(r);
	return res;
}
static PyObject *cleared_bad(PyObject *self, PyObject *arg)
{
	PyObject *res = PyObject_GetAttrString(arg, "x");

	if (res == NULL && PyErr_ExceptionMatches(PyExc_AttributeError))
		PyErr_Clear();
	return res; // expect: missing-exception
}

static PyMethodDef methods[] = {
	{ "replaced", replaced_bad, METH_O, NULL },
	{ "cleared", cleared_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
PyMethodDef *table = methods;
