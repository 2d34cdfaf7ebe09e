// SPDX-License-Identifier: GPL-3.0-or-later
/* What a field holds can be replaced by code that runs meanwhile. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *callback;
	PyObject *items;
	PyObject *fixed;	/* set once, by __new__ */
	long busy;
} Source;

static PyObject *handler;

static PyObject *source_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Source *self = (Source *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->fixed = PyDict_New();
	if (!self->fixed) {
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

static int source_traverse(PyObject *op, visitproc visit, void *arg)
{
	Source *self = (Source *) op;

	Py_VISIT(self->callback);
	Py_VISIT(self->items);
	Py_VISIT(self->fixed);
	return 0;
}

static int source_clear(PyObject *op)
{
	Source *self = (Source *) op;

	Py_CLEAR(self->callback);
	Py_CLEAR(self->items);
	Py_CLEAR(self->fixed);
	return 0;
}

static void source_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	source_clear(op);
	Py_TYPE(op)->tp_free(op);
}

static int set_callback(PyObject *op, PyObject *value, void *closure)
{
	Source *self = (Source *) op;

	Py_XINCREF(value);
	Py_XSETREF(self->callback, value);
	return 0;
}

static int set_items(PyObject *op, PyObject *value, void *closure)
{
	Source *self = (Source *) op;

	Py_XINCREF(value);
	Py_XSETREF(self->items, value);
	return 0;
}

static PyObject *call_twice_bad(PyObject *op, PyObject *arg)
{
	Source *self = (Source *) op;
	PyObject *callback = self->callback, *r;

	if (!callback)
		Py_RETURN_NONE;
	r = PyObject_CallOneArg(callback, arg);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyObject_CallOneArg(callback, arg); // expect: stale-borrow 'callback' 'PyObject_CallOneArg'
}

static PyObject *call_twice_ok(PyObject *op, PyObject *arg)
{
	Source *self = (Source *) op;
	PyObject *callback = self->callback, *r;

	if (!callback)
		Py_RETURN_NONE;
	Py_INCREF(callback);
	r = PyObject_CallOneArg(callback, arg);
	if (r)
		Py_SETREF(r, PyObject_CallOneArg(callback, arg));
	Py_DECREF(callback);
	return r;
}

static PyObject *read_again_ok(PyObject *op, PyObject *arg)
{
	Source *self = (Source *) op;
	PyObject *r;

	if (!self->callback)
		Py_RETURN_NONE;
	r = PyObject_CallOneArg(self->callback, arg);
	if (!r)
		return NULL;
	Py_DECREF(r);
	if (!self->callback)
		Py_RETURN_NONE;
	return PyObject_CallOneArg(self->callback, arg);
}

static PyObject *plain_fields_ok(PyObject *op, PyObject *arg)
{
	Source *self = (Source *) op;
	PyObject *repr = PyObject_Repr(arg);

	if (!repr)
		return NULL;
	self->busy++;
	Py_DECREF(repr);
	return PyLong_FromLong(self->busy);
}

static PyObject *items_bad(PyObject *op, PyObject *arg)
{
	Source *self = (Source *) op;
	PyObject *items = self->items, *repr, *r;

	if (!items)
		Py_RETURN_NONE;
	repr = PyObject_Repr(arg);
	if (!repr)
		return NULL;
	r = PyTuple_Pack(2, items, repr); // expect: stale-borrow 'items' 'PyObject_Repr'
	Py_DECREF(repr);
	return r;
}

/* Nothing replaces FIXED while the object lives. */
static PyObject *fixed_ok(PyObject *op, PyObject *arg)
{
	Source *self = (Source *) op;
	PyObject *fixed = self->fixed, *repr, *r;

	repr = PyObject_Repr(arg);
	if (!repr)
		return NULL;
	r = PyTuple_Pack(2, fixed, repr);
	Py_DECREF(repr);
	return r;
}

static PyObject *utf8_ok(PyObject *op, PyObject *name)
{
	const char *s;
	PyObject *repr, *r;

	if (!PyUnicode_Check(name)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return NULL;
	}
	s = PyUnicode_AsUTF8(name);
	if (!s)
		return NULL;
	repr = PyObject_Repr(op);
	if (!repr)
		return NULL;
	r = PyUnicode_FromFormat("%s of %U", s, repr);
	Py_DECREF(repr);
	return r;
}

static PyObject *set_handler(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	Py_XSETREF(handler, arg);
	Py_RETURN_NONE;
}

static PyObject *handle_bad(PyObject *self, PyObject *arg)
{
	PyObject *h = handler, *r;

	if (!h)
		Py_RETURN_NONE;
	r = PyObject_CallOneArg(arg, Py_None);
	if (!r)
		return NULL;
	Py_SETREF(r, PyObject_CallOneArg(h, r)); // expect: stale-borrow 'h'
	return r;
}

static PyObject *handle_ok(PyObject *self, PyObject *arg)
{
	PyObject *h = Py_XNewRef(handler), *r;

	if (!h)
		Py_RETURN_NONE;
	r = PyObject_CallOneArg(arg, Py_None);
	if (r)
		Py_SETREF(r, PyObject_CallOneArg(h, r));
	Py_DECREF(h);
	return r;
}

/* Runs whatever ARG's __bool__ does. */
static int is_wanted(PyObject *arg)
{
	return PyObject_IsTrue(arg);
}

static PyObject *helper_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *arg, *item;
	int wanted;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &arg))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	wanted = is_wanted(arg);
	if (wanted < 0)
		return NULL;
	if (!wanted)
		Py_RETURN_NONE;
	return Py_NewRef(item); // expect: stale-borrow 'item' 'list' 'is_wanted'
}

static int is_int(PyObject *arg)
{
	return PyLong_Check(arg) && Py_SIZE(arg) != 0;
}

static PyObject *helper_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *arg, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &arg))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (!is_int(arg))
		Py_RETURN_NONE;
	return Py_NewRef(item);
}

static PyObject *compared_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *arg, *item, *result;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &arg))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	result = PyObject_Repr(arg);
	if (!result)
		return NULL;
	Py_DECREF(result);
	return PyBool_FromLong(item == arg);
}

static PyMethodDef source_methods[] = {
	{ "call_twice_bad", call_twice_bad, METH_O, NULL },
	{ "call_twice", call_twice_ok, METH_O, NULL },
	{ "read_again", read_again_ok, METH_O, NULL },
	{ "plain_fields", plain_fields_ok, METH_O, NULL },
	{ "items_bad", items_bad, METH_O, NULL },
	{ "fixed", fixed_ok, METH_O, NULL },
	{ "utf8", utf8_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef source_getset[] = {
	{ "callback", NULL, set_callback, NULL, NULL },
	{ "items", NULL, set_items, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyTypeObject source_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "fields.Source", .tp_basicsize = sizeof (Source),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = source_new, .tp_dealloc = source_dealloc,
	.tp_traverse = source_traverse, .tp_clear = source_clear,
	.tp_methods = source_methods, .tp_getset = source_getset,
};
static PyMethodDef methods[] = {
	{ "set_handler", set_handler, METH_O, NULL },
	{ "handle_bad", handle_bad, METH_O, NULL },
	{ "handle", handle_ok, METH_O, NULL },
	{ "helper_bad", helper_bad, METH_VARARGS, NULL },
	{ "helper", helper_ok, METH_VARARGS, NULL },
	{ "compared", compared_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "fields", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_fields(void)
{
	if (PyType_Ready(&source_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
