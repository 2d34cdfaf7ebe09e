// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* PyErr_GetRaisedException and PyErr_SetRaisedException by hand, for older
 * Pythons: what comes out is NULL when nothing was set, and only then. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *take(void)
{
	PyObject *type, *value, *tb;

	PyErr_Fetch(&type, &value, &tb);
	if (!type)
		return NULL;
	PyErr_NormalizeException(&type, &value, &tb);
	if (tb)
		PyException_SetTraceback(value, tb);
	Py_DECREF(type);
	Py_XDECREF(tb);
	return value;
}

static void put(PyObject *exc)
{
	if (!exc) {
		PyErr_Clear();
		return;
	}
	PyErr_Restore(Py_NewRef(Py_TYPE(exc)), exc,
		      PyException_GetTraceback(exc));
}

static PyObject *tidy_ok(PyObject *self, PyObject *arg)
{
	PyObject *exc;
	int failed = 0;

	if (PyDict_SetItem(arg, arg, self) < 0)
		failed = 1;
	exc = take();
	if (PyDict_DelItemString(arg, "x") < 0)
		PyErr_Clear();
	put(exc);
	if (failed)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *tidy_bad(PyObject *self, PyObject *arg)
{
	PyObject *exc;

	if (PyDict_SetItem(arg, arg, self) < 0)
		return NULL;
	exc = take();
	if (PyDict_DelItemString(arg, "x") < 0)
		PyErr_Clear();
	put(exc);
	return NULL; // expect: missing-exception
}

static PyMethodDef methods[] = {
	{ "a", tidy_ok, METH_O, NULL },
	{ "b", tidy_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
