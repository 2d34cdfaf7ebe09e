/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An item of a tuple that was just made for it is put there without fail. */
#include <Python.h>

PyObject *call_ok(PyObject *f, PyObject *arg)
{
	PyObject *args = PyTuple_New(1), *unit, *r;

	if (!args)
		return NULL;
	unit = PyObject_Str(arg);
	if (!unit) {
		Py_DECREF(args);
		return NULL;
	}
	PyTuple_SetItem(args, 0, unit);
	Py_INCREF(unit);
	r = PyObject_CallObject(f, args);
	Py_DECREF(args);
	if (!r)
		r = PyUnicode_Concat(unit, unit);
	Py_DECREF(unit);
	return r;
}

PyObject *call_bad(PyObject *args, PyObject *arg)
{
	PyObject *unit = PyObject_Str(arg);

	if (!unit)
		return NULL;
	if (PyTuple_SetItem(args, 0, unit) < 0)
		return PyUnicode_Concat(unit, unit); // expect: use-after-release 'unit'
	Py_RETURN_NONE;
}
