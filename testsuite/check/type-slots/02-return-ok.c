// SPDX-License-Identifier: GPL-3.0-or-later
/* The same, right; and with types that only look different. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;

static long length(Thing *self) { return self->n; }
static long hash(Thing *self) { return self->n ? self->n : -2; }
static void dealloc(Thing *self) { Py_TYPE(self)->tp_free((PyObject *) self); }
static int ass_item(Thing *self, Py_ssize_t i, PyObject *v) { self->n = 0; return 0; }
static int truth(Thing *self) { return self->n != 0; }
static Thing *self_iter(Thing *self) { Py_INCREF(self); return self; }

static PySequenceMethods seq = {
	.sq_length = (lenfunc) length,
	.sq_ass_item = (ssizeobjargproc) ass_item,
};
static PyNumberMethods num = { .nb_bool = (inquiry) truth };
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) dealloc,
	.tp_hash = (hashfunc) hash, .tp_iter = (getiterfunc) self_iter,
	.tp_as_sequence = &seq, .tp_as_number = &num,
};
int ready(void) { return PyType_Ready(&type); }
