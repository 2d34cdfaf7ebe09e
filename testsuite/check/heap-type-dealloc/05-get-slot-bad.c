// SPDX-License-Identifier: GPL-3.0-or-later
/* The limited API's way to tp_free. */
#include <Python.h>

static void thing_dealloc_bad(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);
	freefunc tp_free = (freefunc) PyType_GetSlot(tp, Py_tp_free);

	tp_free(self);	// expect: heap-type-dealloc 'does not release the type'
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
