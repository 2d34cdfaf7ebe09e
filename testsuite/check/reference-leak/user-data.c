// SPDX-License-Identifier: GPL-3.0-or-later
/* A reference for a callback that gives it back. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern void resolve(void *channel, const char *name, void *call, void *data);

static void done(void *data, int status)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *pair = (PyObject *)data, *r;

	r = PyObject_CallFunction(PyTuple_GET_ITEM(pair, 1), "i", status);
	if (!r)
		PyErr_WriteUnraisable(pair);
	Py_XDECREF(r);
	Py_DECREF(pair);
	PyGILState_Release(state);
}

static void seen(void *data, int status)
{
	*(int *)data = status;
}

static PyObject *make_pair(PyObject *self, PyObject *callback)
{
	return PyTuple_Pack(2, self, callback);
}

static PyObject *ask_ok(PyObject *self, PyObject *callback)
{
	PyObject *pair = make_pair(self, callback);

	if (!pair)
		return NULL;
	Py_INCREF(pair);
	resolve(NULL, "x", (void *)done, (void *)pair);
	Py_DECREF(pair);
	Py_RETURN_NONE;
}

/* Nobody gives it back. */
static PyObject *ask_bad(PyObject *self, PyObject *callback)
{
	PyObject *pair = make_pair(self, callback);

	if (!pair)
		return NULL;
	Py_INCREF(pair);
	resolve(NULL, "x", (void *)seen, (void *)pair);
	Py_DECREF(pair);
	Py_RETURN_NONE;		// expect: reference-leak
}

static PyMethodDef methods[] = {
	{"ask", ask_ok, METH_O, NULL},
	{"ask_seen", ask_bad, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "ask", NULL, 0, methods
};
