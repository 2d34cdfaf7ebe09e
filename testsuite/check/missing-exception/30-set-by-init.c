/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the module's init got from a capsule is there when a method runs: a
 * module whose init leaves an exception is not imported. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { PyObject *(*base)(PyObject *); } api_table;

static api_table *api = NULL;
static api_table *lazy = NULL;

static PyObject *base_ok(PyObject *self, PyObject *o)
{
	return api == NULL ? NULL : api->base(o);
}

/* This one is there only after somebody asked for it. */
static PyObject *lazy_bad(PyObject *self, PyObject *o)
{
	return lazy == NULL ? NULL : lazy->base(o); // expect: missing-exception 'lazy_bad'
}

static PyObject *load(PyObject *self, PyObject *o)
{
	lazy = PyCapsule_Import("a.c", 0);
	if (!lazy)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "base_ok", base_ok, METH_O, NULL },
	{ "lazy_bad", lazy_bad, METH_O, NULL },
	{ "load", load, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&def);

	if (!m)
		return NULL;
	api = PyCapsule_Import("a.b", 0);
	if (!api) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
