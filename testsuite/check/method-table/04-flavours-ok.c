// SPDX-License-Identifier: GPL-3.0-or-later
/* Each calling convention with its function, and self of any object type. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;

static PyObject *args(PyObject *self, PyObject *a) { Py_RETURN_NONE; }
static PyObject *kw(PyObject *self, PyObject *a, PyObject *k) { Py_RETURN_NONE; }
static PyObject *none(Thing *self, PyObject *unused) { Py_RETURN_NONE; }
/* One parameter less does no harm where nothing is passed. */
static PyObject *bare(Thing *self) { Py_RETURN_NONE; }
static PyObject *one(Thing *self, Thing *other) { Py_RETURN_NONE; }
static PyObject *fast(Thing *self, PyObject *const *a, Py_ssize_t n) { Py_RETURN_NONE; }
static PyObject *fastkw(Thing *self, PyObject *const *a, Py_ssize_t n, PyObject *k) { Py_RETURN_NONE; }
static PyObject *method(PyObject *self, PyTypeObject *cls, PyObject *const *a, size_t n, PyObject *k) { Py_RETURN_NONE; }
static PyObject *old() { Py_RETURN_NONE; }

#define F(f) ((PyCFunction) (void (*)(void)) (f))
static PyMethodDef methods[] = {
	{"args", args, METH_VARARGS, NULL},
	{"kw", F (kw), METH_VARARGS | METH_KEYWORDS, NULL},
	{"none", F (none), METH_NOARGS, NULL},
	{"bare", F (bare), METH_NOARGS, NULL},
	{"one", F (one), METH_O, NULL},
	{"fast", F (fast), METH_FASTCALL, NULL},
	{"fastkw", F (fastkw), METH_FASTCALL | METH_KEYWORDS, NULL},
	{"method", F (method), METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL},
	{"old", F (old), METH_VARARGS, NULL},
	{"cls", args, METH_VARARGS | METH_CLASS, NULL},
	{"sta", args, METH_VARARGS | METH_STATIC | METH_COEXIST, NULL},
	{NULL}
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_methods = methods,
};
int ready(void) { return PyType_Ready(&type); }
