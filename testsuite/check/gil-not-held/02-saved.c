// SPDX-License-Identifier: GPL-3.0-or-later
/* PyEval_SaveThread and PyGILState_Ensure by hand. */
#include <Python.h>
#include <unistd.h>

static PyObject *saved_bad(PyObject *self, PyObject *arg)
{
	PyThreadState *save = PyEval_SaveThread();
	PyObject *r = PyObject_Repr(arg); // expect: gil-not-held 'PyObject_Repr'

	PyEval_RestoreThread(save);
	return r;
}

static PyObject *saved_ok(PyObject *self, PyObject *arg)
{
	PyThreadState *save = PyEval_SaveThread();

	sleep(1);
	PyEval_RestoreThread(save);
	return PyObject_Repr(arg);
}

static PyObject *conditional_bad(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	int seconds;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "i", &seconds))
		return NULL;
	if (seconds > 0)
		save = PyEval_SaveThread();
	sleep(seconds);
	r = PyLong_FromLong(seconds); // expect: gil-not-held 'PyLong_FromLong'
	if (save)
		PyEval_RestoreThread(save);
	return r;
}

static PyObject *conditional_ok(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	int seconds;

	if (!PyArg_ParseTuple(args, "i", &seconds))
		return NULL;
	if (seconds > 0)
		save = PyEval_SaveThread();
	sleep(seconds);
	if (save)
		PyEval_RestoreThread(save);
	return PyLong_FromLong(seconds);
}

/* Taken again inside. */
static PyObject *ensured_ok(PyObject *self, PyObject *arg)
{
	PyGILState_STATE g;
	PyObject *r;

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	g = PyGILState_Ensure();
	r = PyObject_Repr(arg);
	PyGILState_Release(g);
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *ensured_bad(PyObject *self, PyObject *arg)
{
	PyGILState_STATE g;
	PyObject *r;

	Py_BEGIN_ALLOW_THREADS
	g = PyGILState_Ensure();
	r = PyObject_Repr(arg);
	PyGILState_Release(g);
	if (!r)
		PyErr_WriteUnraisable(arg); // expect: gil-not-held 'PyErr_WriteUnraisable'
	Py_END_ALLOW_THREADS
	if (!r)
		Py_RETURN_NONE;
	return r;
}

static PyMethodDef methods[] = {
	{ "saved_bad", saved_bad, METH_O, NULL },
	{ "saved_ok", saved_ok, METH_O, NULL },
	{ "conditional_bad", conditional_bad, METH_VARARGS, NULL },
	{ "conditional_ok", conditional_ok, METH_VARARGS, NULL },
	{ "ensured_ok", ensured_ok, METH_O, NULL },
	{ "ensured_bad", ensured_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "saved", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_saved(void)
{
	return PyModule_Create(&module);
}
