// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* An object in a C global. */
#include <Python.h>

static PyObject *cache;	// expect: module-state 'cache'
PyObject *other;	// expect: module-state 'other'

int fill(void)
{
	Py_XSETREF(cache, PyDict_New());
	Py_XSETREF(other, PyList_New(0));
	return cache && other ? 0 : -1;
}
