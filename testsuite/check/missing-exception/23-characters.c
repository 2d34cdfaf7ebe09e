// SPDX-License-Identifier: GPL-3.0-or-later
/* No character is (Py_UCS4) -1: that is PyUnicode_ReadChar's error value. */
#include <Python.h>

static PyObject *first_ok(PyObject *self, PyObject *o)
{
	Py_UCS4 c;

	if (!PyUnicode_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "a str is due");
		return NULL;
	}
	if (PyUnicode_GET_LENGTH(o) == 0)
		return PyLong_FromLong(0);
	c = PyUnicode_ReadChar(o, 0);
	if (c == (Py_UCS4) -1)
		return NULL;
	return PyLong_FromLong((long) c);
}

static PyObject *letter_bad(PyObject *self, PyObject *o)
{
	Py_UCS4 c;

	if (!PyUnicode_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "a str is due");
		return NULL;
	}
	c = PyUnicode_ReadChar(o, 0);
	if (c == (Py_UCS4) -1)
		return NULL;
	if (c == 'x')
		return NULL; // expect: missing-exception 'letter_bad'
	return PyLong_FromLong((long) c);
}

static PyMethodDef methods[] = {
	{ "a", first_ok, METH_O, NULL },
	{ "b", letter_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use(void)
{
	return methods;
}
