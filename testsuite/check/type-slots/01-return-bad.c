// SPDX-License-Identifier: GPL-3.0-or-later
/* Slots of which the caller takes more of the result than is set. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;

static int length(Thing *self) { return self->n; }
static int hash(Thing *self) { return self->n; }
static PyObject *dealloc(Thing *self)
{
	Py_TYPE(self)->tp_free((PyObject *) self);
	return NULL;
}
static void ass_item(Thing *self, Py_ssize_t i, PyObject *v) { self->n = 0; }
static PyObject *truth(Thing *self) { Py_RETURN_TRUE; }

static PySequenceMethods seq = {
	.sq_length = (lenfunc) (void (*)(void)) length,	// expect: type-slots 'length' 'sq_length' 'Py_ssize_t'
	.sq_ass_item = (ssizeobjargproc) (void (*)(void)) ass_item,	// expect: type-slots 'returns' 'void'
};
static PyNumberMethods num = {
	.nb_bool = (inquiry) (void (*)(void)) truth,	// expect: type-slots 'nb_bool' 'int'
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) (void (*)(void)) dealloc,	// expect: type-slots 'tp_dealloc' 'void'
	.tp_hash = (hashfunc) (void (*)(void)) hash,	// expect: type-slots 'Py_hash_t'
	.tp_as_sequence = &seq, .tp_as_number = &num,
};
int ready(void) { return PyType_Ready(&type); }
