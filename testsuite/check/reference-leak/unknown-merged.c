/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What functions of other files return: that it is released on one way tells
 * whose it is, also where it was made only on some. */
#include <Python.h>

int parse(PyObject *o, int *status);
PyObject *convert(PyObject *o);
PyObject *look_up(PyObject *o);
PyObject *fail(PyObject *o, const char *why);

static PyObject *result_bad(PyObject *self, PyObject *o)
{
	PyObject *value = NULL, *r;
	int status = 0;

	if (PyList_Check(o))
		value = convert(o);
	parse(o, &status);
	if (status != 0)
		return fail(o, "status");	// expect: reference-leak 'value'
	r = Py_BuildValue("(iO)", 1, value ? value : Py_None);
	if (value) {
		Py_DECREF(value);
	}
	return r;
}

static PyObject *result_ok(PyObject *self, PyObject *o)
{
	PyObject *value = NULL, *r;
	int status = 0;

	if (PyList_Check(o))
		value = convert(o);
	parse(o, &status);
	if (status != 0) {
		Py_XDECREF(value);
		return fail(o, "status");
	}
	r = Py_BuildValue("(iO)", 1, value ? value : Py_None);
	if (value) {
		Py_DECREF(value);
	}
	return r;
}

/* One of two is released; which of them was made is another's business. */
static PyObject *either_ok(PyObject *self, PyObject *o)
{
	PyObject *value, *r;
	int status = 0;

	if (PyList_Check(o))
		value = look_up(o);
	else
		value = PyObject_Str(o);
	if (value == NULL)
		return NULL;
	parse(o, &status);
	if (PyList_Check(o))
		return PyLong_FromLong(status);
	r = PyObject_Repr(value);
	Py_DECREF(value);
	return r;
}

PyMethodDef merged_methods[] = {
	{ "result_bad", result_bad, METH_O, NULL },
	{ "result", result_ok, METH_O, NULL },
	{ "either", either_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
