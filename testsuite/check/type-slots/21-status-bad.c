// SPDX-License-Identifier: GPL-3.0-or-later
/* A status of 1: a failure for the interpreter, success for C. */
#include <Python.h>

typedef struct { PyObject_HEAD long v[8]; double gain; } Thing;

static int ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
	long n;

	if (i < 0 || i >= 8 || !value) {
		PyErr_SetString(PyExc_IndexError, "index");
		return -1;
	}
	n = PyLong_AsLong(value);
	if (n == -1 && PyErr_Occurred())
		return -1;
	((Thing *) self)->v[i] = n;
	return 1;	// expect: type-slots 'must return 0 or -1'
}

static int set_gain(PyObject *self, PyObject *value, void *closure)
{
	if (!value || !PyFloat_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "a float is needed");
		return 1;	// expect: type-slots 'must return 0 or -1'
	}
	((Thing *) self)->gain = PyFloat_AS_DOUBLE(value);
	return 0;
}

static int init(PyObject *self, PyObject *args, PyObject *kw)
{
	if (!PyArg_ParseTuple(args, "d", &((Thing *) self)->gain))
		return 1;	// expect: type-slots 'must return 0 or -1'
	return 0;
}

static PyGetSetDef getset[] = { {"gain", NULL, set_gain, NULL, NULL}, {NULL} };
static PyType_Slot slots[] = {
	{Py_sq_ass_item, ass_item}, {Py_tp_getset, getset}, {Py_tp_init, init},
	{0, NULL}
};
PyType_Spec spec = { "m.Thing", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
