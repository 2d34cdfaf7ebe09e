// SPDX-License-Identifier: GPL-3.0-or-later
/* What a format reads. */
#include <Python.h>

PyObject *text_bad(PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	return PyErr_Format(PyExc_ValueError, "no %s", s); // expect: null-argument 'PyErr_Format' 's'
}

PyObject *text_ok(PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (s == NULL)
		return NULL;
	return PyErr_Format(PyExc_ValueError, "no %s", s);
}

PyObject *str_bad(PyObject *o)
{
	PyObject *s = PyObject_Str(o);
	PyObject *r = PyUnicode_FromFormat("<%U>", s); // expect: null-argument 'PyUnicode_FromFormat' 's'

	Py_XDECREF(s);
	return r;
}

PyObject *named_ok(PyObject *o)
{
	PyObject *s = PyObject_Str(o);
	PyObject *r = PyUnicode_FromFormat("<%S %V>", s, s, "none");

	Py_XDECREF(s);
	return r;
}
