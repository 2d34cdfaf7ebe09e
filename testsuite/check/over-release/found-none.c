/* SPDX-License-Identifier: GPL-3.0-or-later */
/* None that an argument was found to be is the argument. */
#include <Python.h>
static int keep_ref(PyObject *d, PyObject *keep)
{
	int r;

	if (keep == Py_None) {
		Py_DECREF(Py_None);
		return 0;
	}
	r = PyList_Append(d, keep);
	Py_DECREF(keep);
	return r;
}
PyObject *kept_ok(PyObject *d, PyObject *o)
{
	PyObject *v = PyObject_GetAttrString(o, "v");

	if (!v || keep_ref(d, v) < 0)
		return NULL;
	Py_RETURN_NONE;
}
PyObject *kept_bad(PyObject *d, PyObject *o)
{
	PyObject *v = PyObject_GetAttrString(o, "v");

	if (!v || keep_ref(d, v) < 0)
		return NULL;
	Py_DECREF(v); // expect: over-release
	Py_RETURN_NONE;
}
