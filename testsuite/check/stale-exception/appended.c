// SPDX-License-Identifier: GPL-3.0-or-later
/* What is appended to NULL leaves it NULL. */
#include <Python.h>

static PyObject *twice_ok(PyObject *self, PyObject *arg)
{
	PyObject *s = PyUnicode_FromString("[");

	PyUnicode_Append(&s, arg);
	PyUnicode_AppendAndDel(&s, PyUnicode_FromString("]"));
	return s;
}
static PyObject *bytes_ok(PyObject *self, PyObject *arg)
{
	PyObject *s = PyBytes_FromString("[[");

	PyBytes_Concat(&s, arg);
	PyBytes_ConcatAndDel(&s, PyBytes_FromString("]]"));
	return s;
}
static PyObject *other_bad(PyObject *self, PyObject *arg)
{
	PyObject *s = PyUnicode_FromString("[[");

	PyUnicode_Append(&s, arg);
	Py_XDECREF(s);
	Py_RETURN_NONE; // expect: stale-exception
}
PyMethodDef methods[] = {
	{ "twice", twice_ok, METH_O }, { "bytes", bytes_ok, METH_O },
	{ "other", other_bad, METH_O }, { NULL }
};
