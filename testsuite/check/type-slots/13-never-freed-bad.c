// SPDX-License-Identifier: GPL-3.0-or-later
/* Deallocs that forget the object itself (Pillow's decoders did). */
#include <Python.h>
#include <stdlib.h>

typedef struct { PyObject_HEAD void *data; } Thing;

static void thing_dealloc_bad(Thing *self)	// expect: type-slots 'never frees'
{
	free(self->data);
}
static void other_dealloc_bad(PyObject *self)	// expect: type-slots 'never frees'
{
	PyObject_ClearWeakRefs(self);
}
static PyTypeObject a = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) thing_dealloc_bad,
};
static PyType_Slot slots[] = { {Py_tp_dealloc, other_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.B", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void)
{
	if (PyType_Ready(&a) < 0)
		return NULL;
	return PyType_FromSpec(&spec);
}
