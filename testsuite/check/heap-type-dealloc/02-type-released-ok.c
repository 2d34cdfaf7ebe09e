// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;

static void thing_dealloc_ok(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	tp->tp_free(self);
	Py_DECREF(tp);
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_ok}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
