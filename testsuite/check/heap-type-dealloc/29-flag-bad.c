// SPDX-License-Identifier: GPL-3.0-or-later
/* A look at the type's flag, backwards and right. */
#include <Python.h>

typedef struct { PyObject_HEAD int fd; } Thing;

static void backwards(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	type->tp_free(self);	// expect: heap-type-dealloc 'does not release the type'
	if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE))
		Py_DECREF(type);
}
static void forwards(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	type->tp_free(self);
	if (type->tp_flags & Py_TPFLAGS_HEAPTYPE)
		Py_DECREF(type);
}
static void by_function(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	type->tp_free(self);
	if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE))
		Py_DECREF(type);
}
static PyType_Slot a[] = { {Py_tp_dealloc, backwards}, {0, NULL} };
static PyType_Slot b[] = { {Py_tp_dealloc, forwards}, {0, NULL} };
static PyType_Slot c[] = { {Py_tp_dealloc, by_function}, {0, NULL} };
PyType_Spec specs[] = {
	{ "m.A", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, a },
	{ "m.B", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, b },
	{ "m.C", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, c },
};
