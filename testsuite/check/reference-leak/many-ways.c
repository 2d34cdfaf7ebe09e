/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: args=max-outcomes=2
/* A helper with more ways out than are told apart hands out a new reference
 * all the same; a type set without counting. */
#include <Python.h>
typedef struct { PyObject_HEAD int a, b, c; } Cam;
int ask(int id, int *value);

PyObject *get_controls(Cam *self, PyObject *unused)
{
	int value;

	if (ask(1, &value))
		self->a = value;
	if (ask(2, &value))
		self->b = value;
	if (ask(3, &value))
		self->c = value;
	return Py_BuildValue("(iii)", self->a, self->b, self->c);
}

PyObject *set_controls_bad(Cam *self, PyObject *arg)
{
	int a;

	if (!get_controls(self, NULL)) // expect: reference-leak
		return NULL;
	a = self->a;
	if (!PyArg_ParseTuple(arg, "i", &a))
		return NULL;
	self->a = a;
	Py_RETURN_NONE;
}

PyObject *set_controls_ok(Cam *self, PyObject *arg)
{
	PyObject *r = get_controls(self, NULL);

	if (!r)
		return NULL;
	Py_DECREF(r);
	if (!PyArg_ParseTuple(arg, "i", &self->a))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *typed_ok(PyObject *meta, PyObject *bases)
{
	PyObject *t;

	Py_INCREF(meta);
	t = PyType_GenericAlloc(&PyType_Type, 0);
	if (!t) {
		Py_DECREF(meta);
		return NULL;
	}
	Py_SET_TYPE(t, (PyTypeObject *) meta);
	if (PyObject_SetAttrString(t, "bases", bases) < 0) {
		Py_DECREF(t);
		return NULL;
	}
	return t;
}
