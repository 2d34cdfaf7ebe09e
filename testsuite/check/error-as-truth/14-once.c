/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call that nobody tested is one defect, at the first of its uses. */
#include <Python.h>

static PyObject *
twice_bad(PyObject *a, PyObject *b, int op)
{
	int r;

	if (op != Py_EQ && op != Py_NE)
		Py_RETURN_NOTIMPLEMENTED;
	r = PyObject_RichCompareBool(a, b, Py_EQ);
	if (op == Py_NE)
		r = !r;		// expect: error-as-truth
	return PyBool_FromLong(r);
}

static PyObject *
tested_ok(PyObject *a, PyObject *b, int op)
{
	int r;

	if (op != Py_EQ && op != Py_NE)
		Py_RETURN_NOTIMPLEMENTED;
	r = PyObject_RichCompareBool(a, b, Py_EQ);
	if (r < 0)
		return NULL;
	if (op == Py_NE)
		r = !r;
	return PyBool_FromLong(r);
}

static PyTypeObject type_a = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.A",
	.tp_basicsize = sizeof(PyObject), .tp_richcompare = twice_bad
};

static PyTypeObject type_b = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.B",
	.tp_basicsize = sizeof(PyObject), .tp_richcompare = tested_ok
};

PyTypeObject *const types[] = { &type_a, &type_b };
