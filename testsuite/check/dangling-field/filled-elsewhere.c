// SPDX-License-Identifier: GPL-3.0-or-later
/* Who fills a field is not seen here: by its address, or in another unit. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *hook;
	PyObject *name;
	PyObject *func;
} Parser;

static void replace_bad(PyObject **slot, PyObject *v)
{
	Py_XDECREF(*slot);	// expect: dangling-field
	*slot = Py_XNewRef(v);
}

static PyObject *set_hook(Parser *self, PyObject *fn)
{
	replace_bad(&self->hook, fn == Py_None ? NULL : fn);
	Py_RETURN_NONE;
}

static PyObject *set_name_ok(Parser *self, PyObject *noargs)
{
	Py_XDECREF(self->name);
	self->name = PyUnicode_FromString("x");
	if (!self->name)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *call_ok(Parser *self, PyObject *args)
{
	if (!self->func || !self->hook) {
		PyErr_SetString(PyExc_RuntimeError, "cleared");
		return NULL;
	}
	return PyTuple_Pack(2, self->func, self->hook);
}

static int parser_traverse(Parser *self, visitproc visit, void *arg)
{
	Py_VISIT(self->hook);
	Py_VISIT(self->func);
	return 0;
}

static int parser_clear_bad(Parser *self)
{
	Py_XDECREF(self->func);	// expect: dangling-field
	self->func = NULL;
	Py_CLEAR(self->hook);
	return 0;
}

static void parser_dealloc(Parser *self)
{
	PyObject_GC_UnTrack(self);
	parser_clear_bad(self);
	Py_CLEAR(self->name);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{"set_hook", (PyCFunction)set_hook, METH_O, NULL},
	{"set_name", (PyCFunction)set_name_ok, METH_NOARGS, NULL},
	{"call", (PyCFunction)call_ok, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyTypeObject Parser_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "filled.Parser", .tp_basicsize = sizeof(Parser),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew,
	.tp_traverse = (traverseproc)parser_traverse,
	.tp_clear = (inquiry)parser_clear_bad,
	.tp_dealloc = (destructor)parser_dealloc, .tp_methods = methods,
};
