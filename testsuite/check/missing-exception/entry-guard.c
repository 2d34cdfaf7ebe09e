// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper of many ways that hands on the failure of its argument: what all
 * of the others have in common, that there is one, is known. */
#include <Python.h>

static PyObject *plain(PyObject *o)
{
	if (PyUnicode_Check(o) || PyBytes_Check(o))
		return Py_NewRef(o);
	return PyObject_Str(o);
}

static PyObject *encode(PyObject *o, const char *encoding, const char *errors,
			PyObject *kind, int a, int b)
{
	PyObject *r, *bytes;

	if (o == NULL)
		return NULL;
	if (encoding == NULL)
		encoding = "utf-8";
	if (errors == NULL)
		errors = "strict";
	r = plain(o);
	if (r == NULL)
		return NULL;
	if (a == 1 || b == 2 || (a == 5 && b == 7))
		return r;
	if (PyUnicode_Check(r)) {
		bytes = PyUnicode_AsEncodedString(r, encoding, errors);
		Py_DECREF(r);
		if (bytes != NULL)
			return bytes;
		if (kind != NULL) {
			PyErr_Clear();
			PyErr_SetString(kind, "no such text");
			return NULL;
		}
		if (a < 0)
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	if (b == 9 || a == 11) {
		Py_DECREF(r);
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *forwarded_ok(PyObject *self, PyObject *args)
{
	PyObject *o = NULL, *kind = NULL;
	const char *encoding = NULL, *errors = NULL;

	if (!PyArg_ParseTuple(args, "|OzzO", &o, &encoding, &errors, &kind))
		return NULL;
	if (o == NULL)
		PyErr_SetString(PyExc_SyntaxError, "nothing");
	return encode(o, encoding, errors, kind, 3, 4);
}

static PyObject *silent_bad(PyObject *self, PyObject *args)
{
	PyObject *o = NULL, *kind = NULL;
	const char *encoding = NULL, *errors = NULL;

	if (!PyArg_ParseTuple(args, "|OzzO", &o, &encoding, &errors, &kind))
		return NULL;
	return encode(o, encoding, errors, kind, 3, 4); // expect: missing-exception 'silent_bad'
}

PyMethodDef methods[] = {
	{ "forwarded", forwarded_ok, METH_VARARGS, NULL },
	{ "silent", silent_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
