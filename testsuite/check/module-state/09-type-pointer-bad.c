// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* A heap type kept in a global is shared again. */
#include <Python.h>

static PyTypeObject *type;	// expect: module-state 'type'
static PyType_Slot slots[] = { {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
int make(void)
{
	type = (PyTypeObject *) PyType_FromSpec(&spec);
	return type ? 0 : -1;
}
