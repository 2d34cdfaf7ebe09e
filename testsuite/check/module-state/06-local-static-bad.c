// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* A static in a function is a global, too. */
#include <Python.h>

PyObject *once(void)
{
	static PyObject *name;	// expect: module-state 'name'

	if (!name)
		name = PyUnicode_InternFromString("x");
	return Py_XNewRef(name);
}
