// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper puts its argument in a field, with a reference of its own: what
 * the field holds is the field's, the argument still is not. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *filters;
} Options;

static int set_filters(Options *self, PyObject *value)
{
	Py_CLEAR(self->filters);
	if (!PyUnicode_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "filters must be text");
		self->filters = PyUnicode_FromString("");
		return -1;
	}
	Py_INCREF(value);
	self->filters = value;
	return 0;
}

static int init_ok(Options *self, PyObject *args, PyObject *kw)
{
	PyObject *filters = NULL, *keep = NULL;

	if (!PyArg_ParseTuple(args, "|OO", &filters, &keep))
		return -1;
	if (filters && set_filters(self, filters) < 0)
		goto error;
	if (keep && PyObject_IsTrue(keep) < 0)
		goto error;
	return 0;
error:
	Py_CLEAR(self->filters);
	return -1;
}

static PyObject *replace_bad(Options *self, PyObject *args)
{
	PyObject *filters;

	if (!PyArg_ParseTuple(args, "O", &filters))
		return NULL;
	if (set_filters(self, filters) < 0)
		return NULL;
	Py_CLEAR(self->filters);
	Py_DECREF(filters); // expect: over-release 'filters'
	Py_RETURN_NONE;
}

static void options_dealloc(Options *self)
{
	Py_CLEAR(self->filters);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{ "replace", (PyCFunction)replace_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Options_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Options",
	.tp_basicsize = sizeof(Options),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_init = (initproc)init_ok,
	.tp_dealloc = (destructor)options_dealloc,
	.tp_methods = methods,
};
