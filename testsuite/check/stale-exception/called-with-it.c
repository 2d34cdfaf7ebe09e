// SPDX-License-Identifier: GPL-3.0-or-later
/* A call that is made with an exception set is told of itself. */
#include <Python.h>

static PyObject *called_bad(PyObject *self, PyObject *v)
{
	if (!PyUnicode_Check(v))
		PyErr_Format(PyExc_TypeError, "%R", v);
	return PyObject_CallOneArg(self, v); // expect: exception-clobbered
}
static PyObject *made_bad(PyObject *self, PyObject *v)
{
	if (!PyUnicode_Check(v))
		PyErr_Format(PyExc_TypeError, "%R", v);
	return Py_NewRef(v); // expect: stale-exception
}
static PyObject *called_ok(PyObject *self, PyObject *v)
{
	if (!PyUnicode_Check(v))
		return PyErr_Format(PyExc_TypeError, "%R", v);
	return PyObject_CallOneArg(self, v);
}

static PyMethodDef methods[] = {
	{ "called", called_bad, METH_O, NULL },
	{ "made", made_bad, METH_O, NULL },
	{ "called_ok", called_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
PyMethodDef *table = methods;
