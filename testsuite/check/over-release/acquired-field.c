// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper gives a new reference to what a field holds: the field keeps its
 * own. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *wrapped;
} Proxy;

static inline PyObject *acquire(Proxy *self)
{
	return Py_XNewRef(self->wrapped);
}

static PyObject *in_place_or_ok(Proxy *self, PyObject *other)
{
	PyObject *wrapped = acquire(self), *object;

	if (!wrapped) {
		PyErr_SetString(PyExc_ValueError, "not initialised");
		return NULL;
	}
	object = PyNumber_InPlaceOr(wrapped, other);
	Py_DECREF(wrapped);
	if (!object)
		return NULL;
	Py_XSETREF(self->wrapped, object);
	return Py_NewRef(self);
}

static PyObject *in_place_and_bad(Proxy *self, PyObject *other)
{
	PyObject *wrapped = acquire(self), *object;

	if (!wrapped) {
		PyErr_SetString(PyExc_ValueError, "not initialised");
		return NULL;
	}
	object = PyNumber_InPlaceAnd(wrapped, other);
	Py_DECREF(wrapped);
	if (!object) {
		Py_DECREF(wrapped); // expect: over-release 'wrapped'
		return NULL;
	}
	Py_XSETREF(self->wrapped, object);
	return Py_NewRef(self);
}

static void proxy_dealloc(Proxy *self)
{
	Py_XDECREF(self->wrapped);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{ "ior", (PyCFunction)in_place_or_ok, METH_O, NULL },
	{ "iand", (PyCFunction)in_place_and_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Proxy_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Proxy",
	.tp_basicsize = sizeof(Proxy),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)proxy_dealloc,
	.tp_methods = methods,
};
