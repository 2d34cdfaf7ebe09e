// SPDX-License-Identifier: GPL-3.0-or-later
/* A value that is built of NULL. */
#include <Python.h>

PyObject *written_bad(PyObject *self, PyObject *o)
{
	return PyObject_CallMethod(o, "m", "O", NULL); // expect: null-argument
}

PyObject *ended_ok(PyObject *self, PyObject *o)
{
	return PyObject_CallMethod(o, "m", "O", o, NULL);
}

/* The failure is passed on. */
PyObject *failed_ok(PyObject *self, PyObject *o)
{
	return Py_BuildValue("(NN)", PyObject_Str(o), PyObject_Repr(o));
}

PyObject *none_ok(PyObject *self, PyObject *o)
{
	return Py_BuildValue("sO", NULL, o);
}
