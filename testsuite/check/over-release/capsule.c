// SPDX-License-Identifier: GPL-3.0-or-later
/* A capsule whose destructor releases what it points to has that reference. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static void drop(PyObject *capsule)
{
	Py_XDECREF((PyObject *)PyCapsule_GetPointer(capsule, "k"));
}

static void leave(PyObject *capsule)
{
	(void)PyCapsule_GetPointer(capsule, "k");
}

static PyObject *make_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o), *capsule;

	if (!s)
		return NULL;
	capsule = PyCapsule_New(s, "k", drop);
	Py_DECREF(s);	// expect: over-release
	return capsule;
}

static PyObject *make_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o), *capsule;

	if (!s)
		return NULL;
	capsule = PyCapsule_New(s, "k", drop);
	if (!capsule)
		Py_DECREF(s);
	return capsule;
}

static PyObject *make_counted_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o), *capsule;

	if (!s)
		return NULL;
	Py_INCREF(s);
	capsule = PyCapsule_New(s, "k", drop);
	if (!capsule)
		Py_DECREF(s);
	Py_DECREF(s);
	return capsule;
}

static PyObject *make_seen_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o), *capsule;

	if (!s)
		return NULL;
	capsule = PyCapsule_New(s, "k", leave);
	Py_DECREF(s);
	return capsule;
}

static PyMethodDef methods[] = {
	{"make", make_bad, METH_O, NULL},
	{"make2", make_ok, METH_O, NULL},
	{"make3", make_counted_ok, METH_O, NULL},
	{"make4", make_seen_ok, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "make", NULL, 0, methods
};
