// SPDX-License-Identifier: GPL-3.0-or-later
// The suites of a static type, by position and by name.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Thing;

static PyObject *len_object(Thing *self) { return PyLong_FromLong(self->x); }
static Py_ssize_t len_right(Thing *self) { return self->x; }
static PyObject *concat(Thing *self, PyObject *o) { return Py_NewRef(self->x ? o : (PyObject *) self); }
static int add_int(PyObject *a, PyObject *b) { return a == b; }
static PyObject *add(PyObject *a, PyObject *b) { if (a == b) return Py_NewRef(a); Py_RETURN_NOTIMPLEMENTED; }
static int index_int(Thing *self) { return self->x; }
static int await_int(Thing *self) { return self->x; }
static PyObject *iadd_one(PyObject *a) { return Py_NewRef(a); }
static int releasebuffer_int(Thing *self, Py_buffer *b) { self->x--; return 0; }

static PySequenceMethods sequence = { (lenfunc) len_object, (binaryfunc) concat }; // expect: type-slots 'sq_length'
static PySequenceMethods sequence_right = { (lenfunc) len_right, (binaryfunc) concat };
static PyNumberMethods number = {
	.nb_add = (binaryfunc) add_int, // expect: type-slots 'returns ‘int’' 'nb_add'
	.nb_index = (unaryfunc) index_int, // expect: type-slots 'nb_index'
	.nb_inplace_add = (binaryfunc) iadd_one, // expect: type-slots 'takes 1 argument, but 2'
};
static PyNumberMethods number_right = { .nb_add = add };
static PyAsyncMethods async = { .am_await = (unaryfunc) await_int }; // expect: type-slots 'am_await'
static PyMappingMethods mapping = { .mp_length = (lenfunc) len_object }; // expect: type-slots 'mp_length'
static PyBufferProcs buffer = { .bf_releasebuffer = (releasebufferproc) releasebuffer_int };

static PyTypeObject wrong = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "suites.Wrong", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_sequence = &sequence, .tp_as_number = &number, .tp_as_async = &async, .tp_as_mapping = &mapping, .tp_as_buffer = &buffer,
};
static PyTypeObject right = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "suites.Right", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_sequence = &sequence_right, .tp_as_number = &number_right,
};

int ready(void) { return PyType_Ready(&wrong) < 0 || PyType_Ready(&right) < 0 ? -1 : 0; }
