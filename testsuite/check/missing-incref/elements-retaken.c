// SPDX-License-Identifier: GPL-3.0-or-later
/* An element that is stored in an array of the object, and taken a reference to
 * right after, by its number again. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *tables[2];
} Wcs;

static int init_ok(PyObject *op, PyObject *args, PyObject *kw)
{
	Wcs *self = (Wcs *) op;
	PyObject *t[2];
	int i;

	if (!PyArg_ParseTuple(args, "(OO)", &t[0], &t[1]))
		return -1;
	for (i = 0; i < 2; ++i)
		if (t[i] != Py_None) {
			Py_CLEAR(self->tables[i]);
			self->tables[i] = t[i];
			Py_INCREF(t[i]);
		}
	return 0;
}

static int init_bad(PyObject *op, PyObject *args, PyObject *kw)
{
	Wcs *self = (Wcs *) op;
	PyObject *t[2];
	int i;

	if (!PyArg_ParseTuple(args, "(OO)", &t[0], &t[1]))
		return -1;
	for (i = 0; i < 2; ++i)
		if (t[i] != Py_None) {
			Py_CLEAR(self->tables[i]);
			self->tables[i] = t[i]; // expect: missing-incref
		}
	return 0;
}

static void dealloc(PyObject *op)
{
	Wcs *self = (Wcs *) op;

	Py_CLEAR(self->tables[0]);
	Py_CLEAR(self->tables[1]);
	Py_TYPE(op)->tp_free(op);
}

PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok", .tp_basicsize = sizeof(Wcs), .tp_init = init_ok,
	.tp_dealloc = dealloc, .tp_new = PyType_GenericNew,
};

PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad", .tp_basicsize = sizeof(Wcs), .tp_init = init_bad,
	.tp_dealloc = dealloc, .tp_new = PyType_GenericNew,
};
