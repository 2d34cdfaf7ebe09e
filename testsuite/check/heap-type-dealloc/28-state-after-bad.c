// SPDX-License-Identifier: GPL-3.0-or-later
/* The type is read by a function, after it was released. */
#include <Python.h>

typedef struct { long live; } state;
typedef struct { PyObject_HEAD int id; } Thing;

static void dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);
	state *st;

	type->tp_free(self);
	Py_DECREF(type);
	st = PyType_GetModuleState(type);	// expect: heap-type-dealloc 'after releasing it'
	if (st)
		st->live--;
}
static void dealloc_ok(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);
	state *st = PyType_GetModuleState(type);

	if (st)
		st->live--;
	type->tp_free(self);
	Py_DECREF(type);
}
static PyType_Slot slots[] = { {Py_tp_dealloc, dealloc}, {0, NULL} };
static PyType_Slot right[] = { {Py_tp_dealloc, dealloc_ok}, {0, NULL} };
PyType_Spec spec = { "m.Thing", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
PyType_Spec spec_right = { "m.Right", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, right };
