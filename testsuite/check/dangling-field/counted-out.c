// SPDX-License-Identifier: GPL-3.0-or-later
/* Elements of an array that are released before they are counted out, or after
 * the array was taken out as a whole. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject **vec;
	Py_ssize_t n;
} Stack;

static PyObject *push(PyObject *op, PyObject *o)
{
	Stack *self = (Stack *) op;
	PyObject **v = PyMem_Realloc(self->vec, (self->n + 1) * sizeof(*v));

	if (!v)
		return PyErr_NoMemory();
	self->vec = v;
	self->vec[self->n++] = Py_NewRef(o);
	Py_RETURN_NONE;
}

static PyObject *top(PyObject *op, PyObject *unused)
{
	Stack *self = (Stack *) op;

	if (!self->n)
		return PyErr_Format(PyExc_IndexError, "empty");
	return Py_NewRef(self->vec[self->n - 1]);
}

static PyObject *drop_bad(PyObject *op, PyObject *unused)
{
	Stack *self = (Stack *) op;

	if (!self->n)
		return PyErr_Format(PyExc_IndexError, "empty");
	Py_DECREF(self->vec[self->n - 1]); // expect: dangling-field 'vec'
	self->n--;
	Py_RETURN_NONE;
}

static PyObject *drop_ok(PyObject *op, PyObject *unused)
{
	Stack *self = (Stack *) op;

	if (!self->n)
		return PyErr_Format(PyExc_IndexError, "empty");
	self->n--;
	Py_DECREF(self->vec[self->n]);
	Py_RETURN_NONE;
}

static PyObject *empty_bad(PyObject *op, PyObject *unused)
{
	Stack *self = (Stack *) op;
	Py_ssize_t i;

	for (i = 0; i < self->n; i++)
		Py_DECREF(self->vec[i]); // expect: dangling-field 'vec'
	self->n = 0;
	Py_RETURN_NONE;
}

static PyObject *empty_ok(PyObject *op, PyObject *unused)
{
	Stack *self = (Stack *) op;

	while (self->n > 0)
		Py_DECREF(self->vec[--self->n]);
	Py_RETURN_NONE;
}

static PyObject *take_ok(PyObject *op, PyObject *unused)
{
	Stack *self = (Stack *) op;
	PyObject **v = self->vec;
	Py_ssize_t n = self->n;

	self->vec = NULL;
	self->n = 0;
	while (n--)
		Py_DECREF(v[n]);
	PyMem_Free(v);
	Py_RETURN_NONE;
}

static int stack_traverse(PyObject *op, visitproc visit, void *arg)
{
	Stack *self = (Stack *) op;
	Py_ssize_t i;

	for (i = 0; i < self->n; i++)
		Py_VISIT(self->vec[i]);
	return 0;
}

static int stack_clear(PyObject *op)
{
	Stack *self = (Stack *) op;

	while (self->n > 0)
		Py_DECREF(self->vec[--self->n]);
	return 0;
}

static void stack_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	stack_clear(op);
	PyMem_Free(((Stack *) op)->vec);
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef methods[] = {
	{ "push", push, METH_O, NULL },
	{ "top", top, METH_NOARGS, NULL },
	{ "drop_bad", drop_bad, METH_NOARGS, NULL },
	{ "drop_ok", drop_ok, METH_NOARGS, NULL },
	{ "empty_bad", empty_bad, METH_NOARGS, NULL },
	{ "empty_ok", empty_ok, METH_NOARGS, NULL },
	{ "take_ok", take_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Stack_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Stack",
	.tp_basicsize = sizeof(Stack),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = stack_traverse,
	.tp_clear = stack_clear,
	.tp_dealloc = stack_dealloc,
	.tp_methods = methods,
	.tp_new = PyType_GenericNew,
};
