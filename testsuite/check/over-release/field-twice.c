// SPDX-License-Identifier: GPL-3.0-or-later
/* The old value of a field is released by two: that is one defect. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *fmt; } Fmt;

static int set_bad(Fmt *self, PyObject *value, void *closure)
{
	PyObject *old = self->fmt;

	if (!value || !PyUnicode_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return -1;
	}
	Py_XSETREF(self->fmt, Py_NewRef(value));
	Py_XDECREF(old);	// expect: over-release
	return 0;
}

static int set_ok(Fmt *self, PyObject *value, void *closure)
{
	PyObject *old = self->fmt;

	if (!value || !PyUnicode_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return -1;
	}
	self->fmt = Py_NewRef(value);
	Py_XDECREF(old);
	return 0;
}

static PyGetSetDef getset[] = {
	{"fmt", NULL, (setter)set_bad, NULL, NULL},
	{"fmt2", NULL, (setter)set_ok, NULL, NULL},
	{NULL, NULL, NULL, NULL, NULL}
};

static void fmt_dealloc(Fmt *self)
{
	Py_XDECREF(self->fmt);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject Fmt_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "twice.Fmt", .tp_basicsize = sizeof(Fmt),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = getset,
	.tp_dealloc = (destructor)fmt_dealloc,
};
