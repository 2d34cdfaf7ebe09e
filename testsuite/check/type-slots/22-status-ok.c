// SPDX-License-Identifier: GPL-3.0-or-later
/* What may answer 1: who asks tp_init looks for less than 0 alone, and
 * nb_bool and sq_contains have two answers. */
#include <Python.h>

typedef struct { PyObject_HEAD long v; } Thing;

static int helper(PyObject *self, PyObject *value);

static int ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
	return helper(self, value);
}
/* A slot of another type has the same convention. */
static int passed_on(PyObject *self, PyObject *name, PyObject *value)
{
	return PyDict_Type.tp_as_mapping->mp_ass_subscript(self, name, value);
}
static int init(PyObject *self, PyObject *args, PyObject *kw)
{
	((Thing *) self)->v = 1;
	return 1;
}
static int truth(PyObject *self) { return ((Thing *) self)->v != 0; }
static int contains(PyObject *self, PyObject *o) { return o == Py_None; }
static int helper(PyObject *self, PyObject *value)
{
	long n = PyLong_AsLong(value);

	if (n == -1 && PyErr_Occurred())
		return -1;
	((Thing *) self)->v = n;
	return 0;
}

static PyType_Slot slots[] = {
	{Py_mp_ass_subscript, ass_subscript}, {Py_tp_init, init},
	{Py_tp_setattro, passed_on},
	{Py_nb_bool, truth}, {Py_sq_contains, contains},
	{0, NULL}
};
PyType_Spec spec = { "m.Thing", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
