// SPDX-License-Identifier: GPL-3.0-or-later
/* A type that another unit completes and makes ready, as NumPy's are. */
#include <Python.h>

static PyObject *next(PyObject *self) { return NULL; }

PyTypeObject Iter_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Iter", .tp_basicsize = sizeof (PyObject),
	.tp_iternext = next, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};
