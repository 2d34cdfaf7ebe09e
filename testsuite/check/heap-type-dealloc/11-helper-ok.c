// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper frees, and releases. */
#include <Python.h>

static void finish(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	tp->tp_free(self);
	Py_DECREF(tp);
}
static void thing_dealloc_ok(PyObject *self) { finish(self); }
static void drop(PyTypeObject *tp) { Py_XDECREF(tp); }
static void other_dealloc_ok(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	PyObject_Free(self);
	drop(tp);
}
static PyType_Slot a[] = { {Py_tp_dealloc, thing_dealloc_ok}, {0, NULL} };
static PyType_Slot b[] = { {Py_tp_dealloc, other_dealloc_ok}, {0, NULL} };
static PyType_Spec specs[] = {
	{ "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, a },
	{ "m.B", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, b },
};
PyObject *make(int i) { return PyType_FromSpec(&specs[i]); }
