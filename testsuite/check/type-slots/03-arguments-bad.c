// SPDX-License-Identifier: GPL-3.0-or-later
/* Slots that take another number, or another kind, of arguments. */
#include <Python.h>

static PyObject *next2(PyObject *self, PyObject *extra) { return Py_NewRef(extra); }
static PyObject *item(PyObject *self, PyObject *key) { return Py_NewRef(key); }
static PyObject *getattr(PyObject *self, PyObject *name) { return Py_NewRef(name); }
static PyObject *narrow(PyObject *self, int i) { return PyLong_FromLong(i); }
static int seen;
static int init(PyObject *self, PyObject *args, PyObject *kw, int more) { seen = more; return 0; }

static PySequenceMethods seq = {
	.sq_item = (ssizeargfunc) (void (*)(void)) item,	// expect: type-slots 'argument 2'
	.sq_repeat = (ssizeargfunc) (void (*)(void)) narrow,	// expect: type-slots 'int' 'argument 2'
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (PyObject),
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = (iternextfunc) (void (*)(void)) next2,	// expect: type-slots 'takes 2 arguments, but 1'
	.tp_getattr = (getattrfunc) (void (*)(void)) getattr,	// expect: type-slots 'char *'
	.tp_init = (initproc) (void (*)(void)) init,	// expect: type-slots 'takes 4 arguments'
	.tp_as_sequence = &seq,
};
int ready(void) { return PyType_Ready(&type); }
