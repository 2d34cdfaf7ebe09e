// SPDX-License-Identifier: GPL-3.0-or-later
/* A field keeps pointing at what was released, in many shapes. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

typedef struct {
	PyObject_HEAD
	PyObject *value;
	PyObject *other;
	PyObject *name;		/* always a string */
	PyObject *slots[4];
	struct { PyObject *owner; } inner;
	int closed;
} Node;

static PyTypeObject node_type;

static PyObject *node_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	return type->tp_alloc(type, 0);
}

/* The setter that everybody writes first. */
static int set_value_bad(PyObject *op, PyObject *v, void *closure)
{
	Node *self = (Node *) op;

	if (!v) {
		PyErr_SetString(PyExc_TypeError, "cannot delete");
		return -1;
	}
	Py_XDECREF(self->value); // expect: dangling-field 'value'
	Py_INCREF(v);
	self->value = v;
	return 0;
}

static int set_value_ok(PyObject *op, PyObject *v, void *closure)
{
	Node *self = (Node *) op;
	PyObject *old;

	if (!v) {
		PyErr_SetString(PyExc_TypeError, "cannot delete");
		return -1;
	}
	old = self->value;
	self->value = Py_NewRef(v);
	Py_XDECREF(old);
	return 0;
}

/* By a local variable, and in the wrong order. */
static int set_other_bad(PyObject *op, PyObject *v, void *closure)
{
	Node *self = (Node *) op;
	PyObject *old = self->other;

	Py_XDECREF(old); // expect: dangling-field 'other'
	self->other = Py_XNewRef(v);
	return 0;
}

static int set_other_ok(PyObject *op, PyObject *v, void *closure)
{
	Node *self = (Node *) op;

	Py_XINCREF(v);
	Py_XSETREF(self->other, v);
	return 0;
}

/* Emptied after the release. */
static PyObject *close_bad(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	Node *self = (Node *) op;

	if (self->value) {
		Py_DECREF(self->value); // expect: dangling-field 'value'
		self->value = NULL;
	}
	self->closed = 1;
	Py_RETURN_NONE;
}

static PyObject *close_ok(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	Node *self = (Node *) op;

	Py_CLEAR(self->value);
	self->closed = 1;
	Py_RETURN_NONE;
}

/* The new value is made after the old one is gone: it can fail. */
static PyObject *refresh_bad(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;

	Py_XDECREF(self->value); // expect: dangling-field 'value'
	self->value = PyObject_CallNoArgs(arg);
	if (!self->value)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *refresh_ok(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;
	PyObject *made = PyObject_CallNoArgs(arg);

	if (!made)
		return NULL;
	Py_XSETREF(self->value, made);
	Py_RETURN_NONE;
}

/* Released and returned from, on an error. */
static PyObject *error_bad(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;
	PyObject *made;

	Py_CLEAR(self->other);
	Py_XDECREF(self->value); // expect: dangling-field 'value'
	made = PyObject_Str(arg);
	if (!made) {
		self->value = NULL;
		return NULL;
	}
	self->value = made;
	Py_RETURN_NONE;
}

/* __init__ runs again on an object that others have. */
static int init_bad(PyObject *op, PyObject *args, PyObject *kw)
{
	Node *self = (Node *) op;
	PyObject *v, *o;

	if (!PyArg_ParseTuple(args, "OO", &v, &o))
		return -1;
	Py_INCREF(v);
	Py_XDECREF(self->value); // expect: dangling-field 'value'
	self->value = v;
	Py_INCREF(o);
	Py_XSETREF(self->other, o);
	return 0;
}

/* Only strings are stored there: their release runs nothing. */
static int set_name_ok(PyObject *op, PyObject *v, void *closure)
{
	Node *self = (Node *) op;

	if (!v || !PyUnicode_CheckExact(v)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return -1;
	}
	Py_XDECREF(self->name);
	self->name = Py_NewRef(v);
	return 0;
}

/* An array of fields. */
static PyObject *shift_bad(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;

	Py_XDECREF(self->slots[0]); // expect: dangling-field
	self->slots[0] = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *shift_ok(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;

	Py_XSETREF(self->slots[0], Py_NewRef(arg));
	Py_RETURN_NONE;
}

/* A structure within. */
static PyObject *own_bad(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;

	Py_XDECREF(self->inner.owner); // expect: dangling-field 'owner'
	self->inner.owner = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *own_ok(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;
	PyObject *old = self->inner.owner;

	self->inner.owner = Py_NewRef(arg);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

/* A helper that others call with an object that Python has. */
static void reset_bad(Node *self)
{
	Py_XDECREF(self->value); // expect: dangling-field 'value'
	self->value = NULL;
}

static PyObject *node_reset(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	reset_bad((Node *) op);
	Py_RETURN_NONE;
}

static void reset_ok(Node *self)
{
	Py_CLEAR(self->other);
}

static PyObject *node_reset_ok(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	reset_ok((Node *) op);
	Py_RETURN_NONE;
}

/* A helper of the destructor alone. */
static void destroy_fields_ok(Node *self)
{
	int i;

	Py_XDECREF(self->value);
	Py_XDECREF(self->other);
	Py_XDECREF(self->name);
	Py_XDECREF(self->inner.owner);
	for (i = 0; i < 4; i++)
		Py_XDECREF(self->slots[i]);
}

static void node_dealloc_ok(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	destroy_fields_ok((Node *) op);
	Py_TYPE(op)->tp_free(op);
}

/* An object that was just made. */
static PyObject *make_ok(PyObject *op, PyObject *arg)
{
	Node *n = (Node *) node_type.tp_alloc(&node_type, 0);

	if (!n)
		return NULL;
	n->value = PyObject_Str(arg);
	if (!n->value) {
		Py_DECREF(n);
		return NULL;
	}
	if (PyUnicode_GET_LENGTH(n->value) == 0) {
		Py_DECREF(n->value);
		n->value = Py_NewRef(Py_None);
	}
	return (PyObject *) n;
}

/* A reference that the function took itself. */
static PyObject *borrow_ok(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;
	PyObject *r;

	if (!self->value)
		Py_RETURN_NONE;
	Py_INCREF(self->value);
	r = PyObject_RichCompare(self->value, arg, Py_EQ);
	Py_DECREF(self->value);
	return r;
}

/* A flag says whether it is set. */
static PyObject *flag_bad(PyObject *op, PyObject *arg)
{
	Node *self = (Node *) op;

	switch (self->closed) {
	case 0:
		Py_XDECREF(self->other); // expect: dangling-field 'other'
		/* fall through */
	case 1:
		self->other = Py_NewRef(arg);
		break;
	default:
		break;
	}
	Py_RETURN_NONE;
}

/* Swapped: each field holds what it should at any time. */
static PyObject *swap_ok(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	Node *self = (Node *) op;
	PyObject *t = self->value;

	self->value = self->other;
	self->other = t;
	Py_RETURN_NONE;
}

static int node_traverse(PyObject *op, visitproc visit, void *arg)
{
	Node *self = (Node *) op;
	int i;

	Py_VISIT(self->value);
	Py_VISIT(self->other);
	Py_VISIT(self->inner.owner);
	for (i = 0; i < 4; i++)
		Py_VISIT(self->slots[i]);
	return 0;
}

static int node_clear_ok(PyObject *op)
{
	Node *self = (Node *) op;
	int i;

	Py_CLEAR(self->value);
	Py_CLEAR(self->other);
	Py_CLEAR(self->inner.owner);
	for (i = 0; i < 4; i++)
		Py_CLEAR(self->slots[i]);
	return 0;
}

static PyMethodDef node_methods[] = {
	{ "a", close_bad, METH_NOARGS, NULL },
	{ "b", close_ok, METH_NOARGS, NULL },
	{ "c", refresh_bad, METH_O, NULL },
	{ "d", refresh_ok, METH_O, NULL },
	{ "e", error_bad, METH_O, NULL },
	{ "f", shift_bad, METH_O, NULL },
	{ "g", shift_ok, METH_O, NULL },
	{ "h", own_bad, METH_O, NULL },
	{ "i", own_ok, METH_O, NULL },
	{ "j", node_reset, METH_NOARGS, NULL },
	{ "k", node_reset_ok, METH_NOARGS, NULL },
	{ "l", make_ok, METH_O, NULL },
	{ "m", borrow_ok, METH_O, NULL },
	{ "n", flag_bad, METH_O, NULL },
	{ "o", swap_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyMemberDef node_members[] = {
	{ "member", T_OBJECT, offsetof (Node, value), READONLY, NULL },
	{ NULL }
};
static PyGetSetDef node_getset[] = {
	{ "a", NULL, set_value_bad, NULL, NULL },
	{ "b", NULL, set_value_ok, NULL, NULL },
	{ "c", NULL, set_other_bad, NULL, NULL },
	{ "d", NULL, set_other_ok, NULL, NULL },
	{ "e", NULL, set_name_ok, NULL, NULL },
	{ NULL }
};
static PyTypeObject node_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "dresses.Node", .tp_basicsize = sizeof (Node),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = node_new, .tp_init = init_bad,
	.tp_dealloc = node_dealloc_ok, .tp_traverse = node_traverse,
	.tp_clear = node_clear_ok, .tp_methods = node_methods,
	.tp_members = node_members, .tp_getset = node_getset,
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "dresses", NULL, -1, NULL, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_dresses(void)
{
	if (PyType_Ready(&node_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
