// SPDX-License-Identifier: GPL-3.0-or-later
// Deallocs that never free, and weak references.
#include <Python.h>
#include <stddef.h>

typedef struct { PyObject_HEAD PyObject *o; PyObject *weak; } Thing;

static void keeps(Thing *self) { Py_CLEAR(self->o); } // expect: type-slots 'never frees'
static void frees(Thing *self) { Py_CLEAR(self->o); Py_TYPE(self)->tp_free(self); }
static void forgets(Thing *self) { Py_CLEAR(self->o); Py_TYPE(self)->tp_free(self); } // expect: type-slots 'weak references'
static void clears(Thing *self) { if (self->weak) PyObject_ClearWeakRefs((PyObject *) self); Py_CLEAR(self->o); Py_TYPE(self)->tp_free(self); }
static void finish(Thing *self) { Py_TYPE(self)->tp_free(self); }
static void by_helper(Thing *self) { Py_CLEAR(self->o); finish(self); }
static void deleted(Thing *self) { Py_CLEAR(self->o); PyObject_Del(self); }

#define TYPE(name, ...) static PyTypeObject name = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "dealloc." #name, .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT, __VA_ARGS__ }
TYPE(a, .tp_dealloc = (destructor) keeps);
TYPE(b, .tp_dealloc = (destructor) frees);
TYPE(c, .tp_dealloc = (destructor) forgets, .tp_weaklistoffset = offsetof(Thing, weak));
TYPE(d, .tp_dealloc = (destructor) clears, .tp_weaklistoffset = offsetof(Thing, weak));
TYPE(e, .tp_dealloc = (destructor) by_helper);
TYPE(f, .tp_dealloc = (destructor) deleted);

int ready(void)
{
	PyTypeObject *all[] = { &a, &b, &c, &d, &e, &f };

	for (int i = 0; i < 6; i++)
		if (PyType_Ready(all[i]) < 0)
			return -1;
	return 0;
}
