// SPDX-License-Identifier: GPL-3.0-or-later
/* A library that a handler calls has the GIL as it was where the exception was
 * thrown. */
#include <Python.h>

extern "C" void for_each(void (*visit)(PyObject *), PyObject *list);
extern "C" void all_of(void (*visit)(PyObject *), PyObject *list);
void parse(PyObject *list);
void work();

static void visit_ok(PyObject *list)
{
	if (PyList_Append(list, Py_None) < 0)
		PyErr_Clear();
}

static PyObject *thrown_with(PyObject *self, PyObject *list)
{
	try {
		parse(list);
	} catch (...) {
		for_each(visit_ok, list);
		Py_RETURN_NONE;
	}
	PyThreadState *save = PyEval_SaveThread();
	try {
		work();
	} catch (...) {
	}
	PyEval_RestoreThread(save);
	Py_RETURN_NONE;
}

static void visit_bad(PyObject *list)
{
	if (PyList_Append(list, Py_None) < 0) // expect: gil-not-held
		PyErr_Clear();
}

static PyObject *thrown_without(PyObject *self, PyObject *list)
{
	PyThreadState *save = PyEval_SaveThread();

	try {
		work();
	} catch (...) {
		all_of(visit_bad, list);
	}
	PyEval_RestoreThread(save);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", thrown_with, METH_O, NULL },
	{ "b", thrown_without, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table()
{
	return methods;
}
