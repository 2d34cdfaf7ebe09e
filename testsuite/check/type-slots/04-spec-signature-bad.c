// SPDX-License-Identifier: GPL-3.0-or-later
/* The same through PyType_Slot, where no compiler warns. */
#include <Python.h>

static int length(PyObject *self) { return 1; }
static PyObject *setattro(PyObject *self, PyObject *name, PyObject *v) { Py_RETURN_NONE; }

static PyType_Slot slots[] = {
	{Py_mp_length, length},	// expect: type-slots 'mp_length'
	{Py_tp_setattro, setattro},	// expect: type-slots 'tp_setattro' 'int'
	{0, NULL}
};
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
