/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What led to the loss is what failed before it, not a cleanup or a later
 * call that failed as well. */
#include <Python.h>

static PyObject *module;
extern int finish(PyObject *o);
int position, end;

static void note(PyObject *type)
{
	PyObject *e = PyObject_GetAttrString(type, "note");

	if (e)
		PyErr_SetObject(type, e);
	Py_XDECREF(e);
}

PyObject *at_end_bad(PyObject *self, PyObject *arg)
{
	PyObject *value = PyObject_Str(arg);

	if (!value)
		return NULL;
	if (position != end)
		goto invalid;
	return value;
invalid:
	note(self);
	return NULL; // expect: reference-leak 'leak of a reference to ‘value’'
}

int constants_bad(PyObject *m)
{
	PyObject *version, *error;

	version = PyUnicode_FromString("0.10 of a library");
	if (!version)
		return -1;
	PyModule_AddObject(m, "__version__", version);
	error = PyErr_NewException("m.Error", NULL, NULL);
	if (!error)
		return -1; // expect: reference-leak 'when ‘PyModule_AddObject’ fails'
	Py_XDECREF(module);
	module = error;
	return 0;
}

PyObject *second_ok(PyObject *self, PyObject *arg)
{
	PyObject *value = PyObject_Str(arg), *r;

	if (!value)
		return NULL;
	r = PyObject_Repr(value);
	Py_DECREF(value);
	return r;
}
