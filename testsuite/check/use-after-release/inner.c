// SPDX-License-Identifier: GPL-3.0-or-later
/* What lies inside an object ends with it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *utf8_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);
	const char *s;

	if (!text)
		return NULL;
	s = PyUnicode_AsUTF8(text);
	Py_DECREF(text);
	if (!s)
		return NULL;
	return PyLong_FromSize_t(strlen(s)); // expect: stale-borrow 's' 'text'
}

static PyObject *utf8_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg), *r;
	const char *s;

	if (!text)
		return NULL;
	s = PyUnicode_AsUTF8(text);
	r = s ? PyLong_FromSize_t(strlen(s)) : NULL;
	Py_DECREF(text);
	return r;
}

static PyObject *bytes_bad(PyObject *self, PyObject *arg)
{
	PyObject *b = PyUnicode_AsUTF8String(arg);
	char *s;

	if (!b)
		return NULL;
	s = PyBytes_AS_STRING(b);
	Py_DECREF(b);
	return PyUnicode_FromString(s); // expect: stale-borrow 's' 'b'
}

static PyObject *bytes_ok(PyObject *self, PyObject *arg)
{
	PyObject *b = PyUnicode_AsUTF8String(arg), *r;

	if (!b)
		return NULL;
	r = PyUnicode_FromString(PyBytes_AS_STRING(b));
	Py_DECREF(b);
	return r;
}

/* The argument keeps its own text. */
static PyObject *argument_ok(PyObject *self, PyObject *arg)
{
	const char *s;

	if (!PyUnicode_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return NULL;
	}
	Py_INCREF(arg);
	s = PyUnicode_AsUTF8(arg);
	Py_DECREF(arg);
	if (!s)
		return NULL;
	return PyUnicode_FromString(s);
}

static PyObject *item_bad(PyObject *self, PyObject *arg)
{
	PyObject *pair = PyObject_CallNoArgs(arg), *first;

	if (!pair)
		return NULL;
	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) < 1) {
		PyErr_SetString(PyExc_TypeError, "a pair is expected");
		Py_DECREF(pair);
		return NULL;
	}
	first = PyTuple_GET_ITEM(pair, 0);
	Py_DECREF(pair);
	return PyObject_Repr(first); // expect: stale-borrow 'first'
}

static PyObject *item_ok(PyObject *self, PyObject *arg)
{
	PyObject *pair = PyObject_CallNoArgs(arg), *first;

	if (!pair)
		return NULL;
	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) < 1) {
		PyErr_SetString(PyExc_TypeError, "a pair is expected");
		Py_DECREF(pair);
		return NULL;
	}
	first = Py_NewRef(PyTuple_GET_ITEM(pair, 0));
	Py_DECREF(pair);
	Py_SETREF(first, PyObject_Repr(first));
	return first;
}

typedef struct { PyObject_HEAD PyObject *name; long count; } Node;

static void node_dealloc(PyObject *op)
{
	Py_XDECREF(((Node *) op)->name);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *node_copy(PyObject *op)
{
	PyTypeObject *type = Py_TYPE(op);
	Node *copy = (Node *) type->tp_alloc(type, 0);

	if (!copy)
		return NULL;
	copy->name = Py_XNewRef(((Node *) op)->name);
	return (PyObject *) copy;
}

static PyObject *field_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Node *copy = (Node *) node_copy(op);

	if (!copy)
		return NULL;
	Py_DECREF(copy);
	return PyLong_FromLong(copy->count); // expect: use-after-release 'copy'
}

static PyObject *field_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Node *copy = (Node *) node_copy(op);
	long count;

	if (!copy)
		return NULL;
	count = copy->count;
	Py_DECREF(copy);
	return PyLong_FromLong(count);
}

static PyObject *written_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Node *copy = (Node *) node_copy(op);

	if (!copy)
		return NULL;
	Py_DECREF(copy);
	copy->count = 0; // expect: use-after-release 'copy'
	Py_RETURN_NONE;
}

static void drop(Node *n)
{
	n->count = 0;
	Py_DECREF(n);
}

static PyObject *helper_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Node *copy = (Node *) node_copy(op);

	if (!copy)
		return NULL;
	drop(copy);
	return PyLong_FromLong(copy->count); // expect: use-after-release 'copy'
}

static PyObject *helper_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Node *copy = (Node *) node_copy(op);

	if (!copy)
		return NULL;
	Py_INCREF(copy);
	drop(copy);
	return (PyObject *) copy;
}

/* Takes ITEM over; it may be gone when this returns. */
static int append_steal(PyObject *list, PyObject *item)
{
	int status = PyList_Append(list, item);

	Py_DECREF(item);
	return status;
}

static PyObject *append_bad(PyObject *op, PyObject *list)
{
	PyObject *copy = node_copy(op);

	if (!copy)
		return NULL;
	if (append_steal(list, copy) < 0) {
		PyErr_Format(PyExc_RuntimeError, "cannot append %R", copy); // expect: use-after-release 'copy'
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *append_ok(PyObject *op, PyObject *list)
{
	PyObject *copy = node_copy(op);

	if (!copy)
		return NULL;
	if (append_steal(list, copy) < 0)
		return NULL;
	return Py_NewRef(copy);
}

static PyMethodDef node_methods[] = {
	{ "field_bad", field_bad, METH_NOARGS, NULL },
	{ "field", field_ok, METH_NOARGS, NULL },
	{ "written_bad", written_bad, METH_NOARGS, NULL },
	{ "helper_bad", helper_bad, METH_NOARGS, NULL },
	{ "helper", helper_ok, METH_NOARGS, NULL },
	{ "append_bad", append_bad, METH_O, NULL },
	{ "append", append_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyTypeObject node_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "inner.Node", .tp_basicsize = sizeof (Node),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_dealloc = node_dealloc, .tp_methods = node_methods,
};
static PyMethodDef methods[] = {
	{ "utf8_bad", utf8_bad, METH_O, NULL },
	{ "utf8", utf8_ok, METH_O, NULL },
	{ "bytes_bad", bytes_bad, METH_O, NULL },
	{ "bytes", bytes_ok, METH_O, NULL },
	{ "argument", argument_ok, METH_O, NULL },
	{ "item_bad", item_bad, METH_O, NULL },
	{ "item", item_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "inner", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_inner(void)
{
	if (PyType_Ready(&node_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
