// SPDX-License-Identifier: GPL-3.0-or-later
/* The failure was told by the result, and success is returned. */
#include <Python.h>

struct bag {
	PyObject_HEAD
	PyObject *values;
};

/* `any > 0' is not true of -1, and tells nobody. */
static int any_bad(struct bag *self)
{
	Py_ssize_t i;
	int any = 0;

	for (i = 0; i < PyTuple_GET_SIZE(self->values); i++) {
		any = PyObject_IsTrue(PyTuple_GET_ITEM(self->values, i));
		if (any)
			break;
	}
	return any > 0; // expect: stale-exception 'PyObject_IsTrue'
}

static int any_ok(struct bag *self)
{
	Py_ssize_t i;
	int any = 0;

	for (i = 0; i < PyTuple_GET_SIZE(self->values); i++) {
		any = PyObject_IsTrue(PyTuple_GET_ITEM(self->values, i));
		if (any)
			break;
	}
	return any;
}

static int fill(PyObject *seq, double *out, Py_ssize_t n)
{
	Py_ssize_t i;

	for (i = 0; i < n; i++) {
		PyObject *o = PySequence_GetItem(seq, i);

		if (!o)
			return -1;
		out[i] = PyFloat_AsDouble(o);
		Py_DECREF(o);
		if (out[i] == -1.0 && PyErr_Occurred())
			return -1;
	}
	return 0;
}

static PyObject *compare_bad(PyObject *a, PyObject *b, int op)
{
	double v[4];

	if (fill(b, v, 4) < 0)
		return PyBool_FromLong(op == Py_NE); // expect: stale-exception 'fill'
	return PyBool_FromLong((op == Py_EQ) == (v[0] == v[1]));
}

static PyObject *compare_ok(PyObject *a, PyObject *b, int op)
{
	double v[4];

	if (fill(b, v, 4) < 0)
		return NULL;
	return PyBool_FromLong((op == Py_EQ) == (v[0] == v[1]));
}

PyNumberMethods bad_number = { .nb_bool = (inquiry) any_bad };
PyNumberMethods ok_number = { .nb_bool = (inquiry) any_ok };

PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad",
	.tp_basicsize = sizeof(struct bag),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_number = &bad_number,
	.tp_richcompare = compare_bad,
};

PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok",
	.tp_basicsize = sizeof(struct bag),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_number = &ok_number,
	.tp_richcompare = compare_ok,
};
