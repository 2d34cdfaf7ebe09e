// SPDX-License-Identifier: GPL-3.0-or-later
/* Freed by PyObject_Del, as in zstandard and maxminddb. */
#include <Python.h>
#include <stdlib.h>

typedef struct { PyObject_HEAD void *data; } Thing;

static void thing_dealloc_bad(Thing *self)
{
	free(self->data);
	PyObject_Del(self);	// expect: heap-type-dealloc 'does not release the type'
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
