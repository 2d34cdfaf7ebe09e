// SPDX-License-Identifier: GPL-3.0-or-later
/* NULL on some way only: helpers, flags, loops, clean-up, fields. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *data;
	long count;
} Thing;

static PyTypeObject thing_type;

static Thing *thing_create(void)
{
	Thing *t = PyObject_New(Thing, &thing_type);

	if (!t)
		return NULL;
	t->data = NULL;
	t->count = 0;
	return t;
}

static void thing_dealloc(PyObject *op)
{
	Py_XDECREF(((Thing *) op)->data);
	PyObject_Free(op);
}

static PyObject *create_bad(PyObject *self, PyObject *arg)
{
	Thing *t = thing_create();

	t->data = Py_NewRef(arg); // expect: null-dereference 't'
	return (PyObject *) t;
}

static PyObject *create_ok(PyObject *self, PyObject *arg)
{
	Thing *t = thing_create();

	if (!t)
		return NULL;
	t->data = Py_NewRef(arg);
	return (PyObject *) t;
}

static PyObject *make_repr(PyObject *o)
{
	return PyObject_Repr(o);
}

static PyObject *repr_bad(PyObject *self, PyObject *arg)
{
	PyObject *repr = make_repr(arg);
	Py_ssize_t n = PyUnicode_GET_LENGTH(repr); // expect: null-dereference 'repr'

	Py_DECREF(repr);
	return PyLong_FromSsize_t(n);
}

static PyObject *repr_ok(PyObject *self, PyObject *arg)
{
	PyObject *repr = make_repr(arg);
	Py_ssize_t n;

	if (!repr)
		return NULL;
	n = PyUnicode_GET_LENGTH(repr);
	Py_DECREF(repr);
	return PyLong_FromSsize_t(n);
}

static int get(PyObject *o, const char *name, PyObject **out)
{
	*out = PyObject_GetAttrString(o, name);
	return *out ? 0 : -1;
}

static PyObject *out_bad(PyObject *self, PyObject *arg)
{
	PyObject *a;

	if (get(arg, "a", &a) < 0 && !PyErr_ExceptionMatches(
		    PyExc_AttributeError))
		return NULL;
	PyErr_Clear();
	Py_DECREF(a); // expect: null-dereference 'a'
	Py_RETURN_NONE;
}

static PyObject *out_ok(PyObject *self, PyObject *arg)
{
	PyObject *a;

	if (get(arg, "a", &a) < 0)
		return NULL;
	Py_DECREF(a);
	Py_RETURN_NONE;
}

static PyObject *cleanup_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *r = NULL;

	a = PyObject_GetAttrString(arg, "a");
	if (!a)
		goto out;
	b = PyObject_GetAttrString(arg, "b");
	if (!b)
		goto out;
	r = PyNumber_Add(a, b);
out:
	Py_XDECREF(a);
	Py_DECREF(b); // expect: null-dereference 'b'
	return r;
}

static PyObject *cleanup_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *r = NULL;

	a = PyObject_GetAttrString(arg, "a");
	if (!a)
		goto none;
	b = PyObject_GetAttrString(arg, "b");
	if (!b)
		goto one;
	r = PyNumber_Add(a, b);
	Py_DECREF(b);
one:
	Py_DECREF(a);
none:
	return r;
}

static PyObject *flag_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *extra = NULL;
	int full = 0;

	if (!PyArg_ParseTuple(args, "O|p", &o, &full))
		return NULL;
	if (full) {
		extra = PyObject_Repr(o);
		if (!extra)
			return NULL;
	}
	if (full) {
		Py_ssize_t n = PyUnicode_GET_LENGTH(extra);

		Py_DECREF(extra);
		return PyLong_FromSsize_t(n);
	}
	Py_RETURN_NONE;
}

static PyObject *flag_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *extra = NULL;
	int full = 0;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "O|p", &o, &full))
		return NULL;
	if (full) {
		extra = PyObject_Repr(o);
		if (!extra)
			return NULL;
	}
	n = PyUnicode_GET_LENGTH(extra); // expect: null-dereference 'extra'
	Py_DECREF(extra);
	return PyLong_FromSsize_t(n);
}

static PyObject *optional_bad(PyObject *self, PyObject *args)
{
	PyObject *o = NULL;

	if (!PyArg_ParseTuple(args, "|O", &o))
		return NULL;
	return PyBool_FromLong(PyLong_Check(o)); // expect: null-dereference 'o'
}

static PyObject *optional_ok(PyObject *self, PyObject *args)
{
	PyObject *o = NULL;

	if (!PyArg_ParseTuple(args, "|O", &o))
		return NULL;
	return PyBool_FromLong(o != NULL && PyLong_Check(o));
}

static PyObject *loop_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item, *first = NULL;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		if (!first)
			first = Py_NewRef(item);
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred()) {
		Py_DECREF(first); // expect: null-dereference 'first'
		return NULL;
	}
	if (!first)
		Py_RETURN_NONE;
	return first;
}

static PyObject *next_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	int is_long;

	if (!it)
		return NULL;
	item = PyIter_Next(it);
	Py_DECREF(it);
	is_long = PyLong_Check(item); // expect: null-dereference 'item'
	Py_DECREF(item);
	return PyBool_FromLong(is_long);
}

static PyObject *switch_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *r = NULL;
	int kind;

	if (!PyArg_ParseTuple(args, "Oi", &o, &kind))
		return NULL;
	switch (kind) {
	case 0:
		r = PyObject_Repr(o);
		if (!r)
			return NULL;
		break;
	case 1:
		r = PyObject_Str(o);
		if (!r)
			return NULL;
		break;
	}
	Py_SETREF(r, PyUnicode_AsUTF8String(r)); // expect: null-argument 'PyUnicode_AsUTF8String' 'r'
	return r;
}

static PyObject *switch_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *r = NULL;
	int kind;

	if (!PyArg_ParseTuple(args, "Oi", &o, &kind))
		return NULL;
	switch (kind) {
	case 0:
		r = PyObject_Repr(o);
		break;
	case 1:
		r = PyObject_Str(o);
		break;
	default:
		PyErr_SetString(PyExc_ValueError, "0 or 1 expected");
		break;
	}
	if (!r)
		return NULL;
	Py_SETREF(r, PyUnicode_AsUTF8String(r));
	return r;
}

static PyObject *cleared_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return NULL;
	Py_CLEAR(o);
	return PyBool_FromLong(Py_TYPE(o) == &PyUnicode_Type); // expect: null-dereference 'o'
}

static PyObject *field_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Thing *self = (Thing *) op;

	Py_CLEAR(self->data);
	return Py_NewRef(self->data); // expect: null-dereference 'data'
}

static PyObject *field_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Thing *self = (Thing *) op;

	if (!self->data) {
		self->data = PyList_New(0);
		if (!self->data)
			return NULL;
	}
	return Py_NewRef(self->data);
}

/* The type that is asked for twice is the same twice. */
static PyObject *checked_ok(PyObject *self, PyObject *arg)
{
	PyObject *items = NULL;
	Py_ssize_t n, i;

	if (PyDict_CheckExact(arg)) {
		n = PyDict_GET_SIZE(arg);
	} else {
		items = PySequence_Tuple(arg);
		if (!items)
			return NULL;
		n = PyTuple_GET_SIZE(items);
	}
	if (PyDict_CheckExact(arg))
		return PyLong_FromSsize_t(n);
	for (i = 0; i < n; i++)
		if (PyTuple_GET_ITEM(items, i) == Py_None)
			break;
	Py_DECREF(items);
	return PyLong_FromSsize_t(i);
}

static PyObject *cast_bad(PyObject *self, PyObject *arg)
{
	Thing *t = (Thing *) PyObject_CallFunctionObjArgs(
		(PyObject *) &thing_type, arg, NULL);
	long n = t->count; // expect: null-dereference 't'

	Py_DECREF(t);
	return PyLong_FromLong(n);
}

static PyMethodDef thing_methods[] = {
	{ "field_bad", field_bad, METH_NOARGS, NULL },
	{ "field", field_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "paths.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_dealloc = thing_dealloc, .tp_methods = thing_methods,
};
static PyMethodDef methods[] = {
	{ "create_bad", create_bad, METH_O, NULL },
	{ "create", create_ok, METH_O, NULL },
	{ "repr_bad", repr_bad, METH_O, NULL },
	{ "repr", repr_ok, METH_O, NULL },
	{ "out_bad", out_bad, METH_O, NULL },
	{ "out", out_ok, METH_O, NULL },
	{ "cleanup_bad", cleanup_bad, METH_O, NULL },
	{ "cleanup", cleanup_ok, METH_O, NULL },
	{ "flag", flag_ok, METH_VARARGS, NULL },
	{ "flag_bad", flag_bad, METH_VARARGS, NULL },
	{ "optional_bad", optional_bad, METH_VARARGS, NULL },
	{ "optional", optional_ok, METH_VARARGS, NULL },
	{ "loop_bad", loop_bad, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "switch_bad", switch_bad, METH_VARARGS, NULL },
	{ "switch", switch_ok, METH_VARARGS, NULL },
	{ "cleared_bad", cleared_bad, METH_O, NULL },
	{ "checked", checked_ok, METH_O, NULL },
	{ "cast_bad", cast_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "paths", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_paths(void)
{
	if (PyType_Ready(&thing_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
