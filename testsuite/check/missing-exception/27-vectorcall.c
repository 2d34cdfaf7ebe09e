/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is stored in an object's vectorcallfunc is called by Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	PyObject *f;
	vectorcallfunc vectorcall;
} part;

static PyObject *call_bad(PyObject *op, PyObject *const *args, size_t nargsf,
			  PyObject *kwnames)
{
	part *self = (part *) op;

	if (PyVectorcall_NARGS(nargsf) != 1)
		return NULL; // expect: missing-exception 'call_bad'
	return PyObject_CallOneArg(self->f, args[0]);
}

static PyObject *call_ok(PyObject *op, PyObject *const *args, size_t nargsf,
			 PyObject *kwnames)
{
	part *self = (part *) op;

	if (PyVectorcall_NARGS(nargsf) != 1) {
		PyErr_SetString(PyExc_TypeError, "one argument");
		return NULL;
	}
	return PyObject_CallOneArg(self->f, args[0]);
}

static PyObject *part_new(PyTypeObject *t, PyObject *args, PyObject *kw)
{
	PyObject *f;
	int b;
	part *self;

	if (!PyArg_ParseTuple(args, "Op", &f, &b))
		return NULL;
	self = (part *) t->tp_alloc(t, 0);
	if (!self)
		return NULL;
	self->f = Py_NewRef(f);
	if (b)
		self->vectorcall = call_bad;
	else
		self->vectorcall = call_ok;
	return (PyObject *) self;
}

static void part_dealloc(PyObject *op)
{
	Py_XDECREF(((part *) op)->f);
	Py_TYPE(op)->tp_free(op);
}

PyTypeObject Part_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Part",
	.tp_basicsize = sizeof(part),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
	.tp_new = part_new,
	.tp_dealloc = part_dealloc,
	.tp_call = PyVectorcall_Call,
	.tp_vectorcall_offset = offsetof(part, vectorcall),
};
