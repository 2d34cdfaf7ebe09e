// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* Fields and statics that own: what goes in, what comes out. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct Node {
	PyObject_HEAD
	PyObject *value;
	PyObject *parent;	/* borrowed: never released */
	struct Node *next;
} Node;

static PyTypeObject node_type;
static PyObject *registry;

static void node_dealloc_ok(PyObject *op)
{
	Node *self = (Node *) op;

	Py_XDECREF(self->value);
	Py_XDECREF(self->next);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *get_value_bad(PyObject *op, void *closure)
{
	Node *self = (Node *) op;

	if (!self->value)
		Py_RETURN_NONE;
	return self->value; // expect: missing-incref 'returned'
}

static PyObject *get_value_ok(PyObject *op, void *closure)
{
	Node *self = (Node *) op;

	if (!self->value)
		Py_RETURN_NONE;
	Py_INCREF(self->value);
	return self->value;
}

static PyObject *get_next_bad(PyObject *op, void *closure)
{
	Node *self = (Node *) op;

	if (self->next == NULL)
		Py_RETURN_NONE;
	return (PyObject *) self->next; // expect: missing-incref 'returned'
}

static PyObject *get_next_ok(PyObject *op, void *closure)
{
	Node *self = (Node *) op;

	if (self->next == NULL)
		Py_RETURN_NONE;
	return Py_NewRef(self->next);
}

static int set_value_bad(PyObject *op, PyObject *value, void *closure)
{
	Node *self = (Node *) op;
	PyObject *old = self->value;

	if (!value) {
		PyErr_SetString(PyExc_TypeError, "cannot delete value");
		return -1;
	}
	self->value = value; // expect: missing-incref 'value' 'stored in a field'
	Py_XDECREF(old);
	return 0;
}

static int set_value_ok(PyObject *op, PyObject *value, void *closure)
{
	Node *self = (Node *) op;
	PyObject *old = self->value;

	if (!value) {
		PyErr_SetString(PyExc_TypeError, "cannot delete value");
		return -1;
	}
	self->value = Py_NewRef(value);
	Py_XDECREF(old);
	return 0;
}

static int init_bad(PyObject *op, PyObject *args, PyObject *kw)
{
	Node *self = (Node *) op;
	PyObject *value;

	if (!PyArg_ParseTuple(args, "O", &value))
		return -1;
	Py_CLEAR(self->value);
	self->value = value; // expect: missing-incref 'value' 'stored in a field'
	return 0;
}

/* The reference is taken afterwards, or through the field. */
static PyObject *later_ok(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;
	PyObject *old = self->value;

	self->value = arg;
	Py_INCREF(arg);
	Py_XDECREF(old);
	return Py_NewRef(op);
}

static PyObject *through_field_ok(PyObject *op, PyObject *args)
{
	Node *self = (Node *) op;
	PyObject *old = self->value, *value;

	if (!PyArg_ParseTuple(args, "O", &value))
		return NULL;
	self->value = value;
	Py_INCREF(self->value);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

/* Nothing is owned by parent: no reference is due. */
static PyObject *adopt_ok(PyObject *op, PyObject *child)
{
	if (!PyObject_TypeCheck(child, &node_type)) {
		PyErr_SetString(PyExc_TypeError, "a Node is expected");
		return NULL;
	}
	((Node *) child)->parent = op;
	Py_RETURN_NONE;
}

static PyObject *take_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Node *self = (Node *) op;
	PyObject *value = self->value;

	if (!value)
		Py_RETURN_NONE;
	self->value = NULL;
	return value;
}

static PyObject *iter_ok(PyObject *op)
{
	Py_INCREF(op);
	return op;
}

static PyObject *iter_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	return op; // expect: missing-incref 'op' 'returned'
}

static PyObject *registry_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	if (!registry) {
		registry = PyDict_New();
		if (!registry)
			return NULL;
	}
	return registry; // expect: missing-incref 'returned'
}

static PyObject *registry_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	if (!registry) {
		registry = PyDict_New();
		if (!registry)
			return NULL;
	}
	return Py_NewRef(registry);
}

/* A helper may lend what the callers know to be borrowed. */
static PyObject *peek(Node *self)
{
	return self->value ? self->value : Py_None;
}

static PyObject *peek_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	return peek((Node *) op); // expect: missing-incref 'returned'
}

static PyObject *peek_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	PyObject *value = peek((Node *) op);

	Py_INCREF(value);
	return value;
}

static PyObject *rich_bad(PyObject *a, PyObject *b, int how)
{
	if (how == Py_EQ)
		return PyBool_FromLong(a == b);
	return Py_NotImplemented; // expect: missing-incref 'returned'
}

static PyObject *add_ok(PyObject *a, PyObject *b)
{
	if (a == b) {
		Py_INCREF(a);
		return a;
	}
	Py_RETURN_NOTIMPLEMENTED;
}

static PyNumberMethods node_number = { .nb_add = add_ok };
static PyMethodDef node_methods[] = {
	{ "later", later_ok, METH_O, NULL },
	{ "through_field", through_field_ok, METH_VARARGS, NULL },
	{ "adopt", adopt_ok, METH_O, NULL },
	{ "take", take_ok, METH_NOARGS, NULL },
	{ "iter_bad", iter_bad, METH_NOARGS, NULL },
	{ "peek_bad", peek_bad, METH_NOARGS, NULL },
	{ "peek", peek_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef node_getset[] = {
	{ "value_bad", get_value_bad, set_value_bad, NULL, NULL },
	{ "value", get_value_ok, set_value_ok, NULL, NULL },
	{ "next_bad", get_next_bad, NULL, NULL, NULL },
	{ "next", get_next_ok, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyTypeObject node_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "fields.Node", .tp_basicsize = sizeof (Node),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_init = init_bad, .tp_dealloc = node_dealloc_ok,
	.tp_iter = iter_ok, .tp_richcompare = rich_bad,
	.tp_as_number = &node_number, .tp_methods = node_methods,
	.tp_getset = node_getset,
};
static PyMethodDef methods[] = {
	{ "registry_bad", registry_bad, METH_NOARGS, NULL },
	{ "registry", registry_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "fields", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_fields(void)
{
	if (PyType_Ready(&node_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
