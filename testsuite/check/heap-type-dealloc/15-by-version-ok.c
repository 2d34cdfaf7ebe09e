// SPDX-License-Identifier: GPL-3.0-or-later
/* Released by the version, as code that runs on 3.7, too, does. */
#include <Python.h>

static void thing_dealloc_ok(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	tp->tp_free(self);
#if PY_VERSION_HEX >= 0x03080000
	Py_DECREF(tp);
#endif
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_ok}, {0, NULL} };
static PyType_Spec spec = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
