// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Functions that take NULL for "none". */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int _PyEval_SetProfile(PyThreadState *tstate, Py_tracefunc func, PyObject *arg);
int _PyEval_SetTrace(PyThreadState *tstate, Py_tracefunc func, PyObject *arg);

PyObject *hooks_ok(PyObject *self, PyObject *none)
{
	PyThreadState *tstate = PyThreadState_Get();

	if (_PyEval_SetProfile(tstate, NULL, NULL) < 0)
		return NULL;
	if (_PyEval_SetTrace(tstate, NULL, NULL) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unescape_ok(PyObject *self, PyObject *arg)
{
	char *s;
	Py_ssize_t n;

	if (PyBytes_AsStringAndSize(arg, &s, &n) < 0)
		return NULL;
	return PyBytes_DecodeEscape(s, n, NULL, 0, NULL);
}

PyObject *unescape_bad(PyObject *self, PyObject *arg)
{
	return PyBytes_DecodeEscape(NULL, 4, NULL, 0, NULL); // expect: null-argument 'PyBytes_DecodeEscape'
}

/* None, and an object as it is, are not made. */
PyObject *none_ok(PyObject *self, PyObject *f)
{
	PyObject *none = Py_BuildValue("");
	PyObject *same = Py_BuildValue("O", Py_None);
	PyObject *r = PyObject_CallFunctionObjArgs(f, none, same, NULL);

	Py_DECREF(none);
	Py_DECREF(same);
	return r;
}

PyObject *text_bad(PyObject *self, PyObject *f)
{
	PyObject *text = Py_BuildValue("s", "text");
	PyObject *r = PyObject_CallOneArg(f, text); // expect: null-argument

	Py_XDECREF(text);
	return r;
}
