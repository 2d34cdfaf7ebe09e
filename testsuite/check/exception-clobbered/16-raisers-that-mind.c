// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that sets an exception, and first moves out, clears or asks for the
 * one that is set: it says something of it, or in place of it. */
#include <Python.h>

PyObject *error;

/* The cause becomes part of the message. */
static void raise_with_cause(const char *what)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	PyErr_Format(error, "%s: %S", what, v ? v : Py_None);
	Py_XDECREF(t);
	Py_XDECREF(v);
	Py_XDECREF(tb);
}

static void raise_through(const char *what)
{
	raise_with_cause(what);
}

static void raise_instead(const char *what)
{
	PyErr_Clear();
	PyErr_SetString(error, what);
}

static void raise_by_kind(const char *what)
{
	if (PyErr_ExceptionMatches(PyExc_AttributeError))
		PyErr_SetString(PyExc_TypeError, what);
	else
		PyErr_SetString(error, what);
}

static void raise_over(const char *what)
{
	PyErr_SetString(error, what);
}

/* Moved out is only what comes later. */
static void raise_and_report(const char *what)
{
	PyErr_SetString(error, what);
	PyErr_WriteUnraisable(NULL);
	PyErr_SetString(error, what);
}

static PyObject *cause_ok(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise_with_cause("no value");
	return r;
}

static PyObject *through_ok(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise_through("no value");
	return r;
}

static PyObject *instead_ok(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise_instead("no value");
	return r;
}

static PyObject *kind_ok(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise_by_kind("no value");
	return r;
}

static PyObject *over_bad(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise_over("no value"); // expect: exception-clobbered 'PyObject_CallNoArgs'
	return r;
}

static PyObject *report_bad(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise_and_report("no value"); // expect: exception-clobbered 'PyObject_CallNoArgs'
	return r;
}

PyMethodDef methods[] = {
	{ "cause_ok", cause_ok, METH_O, NULL },
	{ "through_ok", through_ok, METH_O, NULL },
	{ "instead_ok", instead_ok, METH_O, NULL },
	{ "kind_ok", kind_ok, METH_O, NULL },
	{ "over_bad", over_bad, METH_O, NULL },
	{ "report_bad", report_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
