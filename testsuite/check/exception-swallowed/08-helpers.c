// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// A helper that looks at what it fetches and sets again.
#include <Python.h>

static int is_block(void)
{
	PyObject *t, *v, *tb;
	int r;

	PyErr_Fetch(&t, &v, &tb);
	r = t != NULL
		&& PyErr_GivenExceptionMatches(t, PyExc_BlockingIOError);
	PyErr_Restore(t, v, tb);
	return r;
}

static PyObject *read_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r) {
		if (!is_block())
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *read_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed
		Py_RETURN_NONE;
	}
	return r;
}

static PyMethodDef methods[] = {
	{ "a", read_ok, METH_O, NULL },
	{ "b", read_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
