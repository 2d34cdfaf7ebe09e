// SPDX-License-Identifier: GPL-3.0-or-later
/* Used after the only reference was given up. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *returned_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return NULL;
	Py_DECREF(o);
	return o; // expect: use-after-release 'o' 'returned'
}

static PyObject *macro_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return NULL;
	Py_DECREF(o);
	return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(o)); // expect: use-after-release 'o'
}

static PyObject *macro_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);
	Py_ssize_t n;

	if (!o)
		return NULL;
	n = PyUnicode_GET_LENGTH(o);
	Py_DECREF(o);
	return PyLong_FromSsize_t(n);
}

static PyObject *message_bad(PyObject *self, PyObject *arg)
{
	PyObject *type = PyObject_Type(arg);

	if (!type)
		return NULL;
	Py_DECREF(type);
	PyErr_Format(PyExc_TypeError, "unexpected %R", type); // expect: use-after-release 'type' 'passed'
	return NULL;
}

static PyObject *message_ok(PyObject *self, PyObject *arg)
{
	PyObject *type = PyObject_Type(arg);

	if (!type)
		return NULL;
	PyErr_Format(PyExc_TypeError, "unexpected %R", type);
	Py_DECREF(type);
	return NULL;
}

static PyObject *compared_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetAttrString(arg, "next");

	if (!o)
		return NULL;
	Py_DECREF(o);
	return PyBool_FromLong(o == arg || o == Py_None);
}

static PyObject *argument_bad(PyObject *self, PyObject *arg)
{
	PyObject *key = PyUnicode_FromString("key"), *r;

	if (!key)
		return NULL;
	Py_DECREF(key);
	r = PyObject_GetItem(arg, key); // expect: use-after-release 'key' 'passed'
	return r;
}

static PyObject *stored_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1), *o;

	if (!list)
		return NULL;
	o = PyObject_Repr(arg);
	if (!o) {
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(o);
	PyList_SET_ITEM(list, 0, o); // expect: use-after-release 'o'
	return list;
}

/* The list holds it. */
static PyObject *shared_ok(PyObject *self, PyObject *list)
{
	PyObject *o = PyList_New(0);

	if (!o)
		return NULL;
	if (PyList_Append(list, o) < 0) {
		Py_DECREF(o);
		return NULL;
	}
	Py_DECREF(o);
	return PyLong_FromSsize_t(PyList_GET_SIZE(o));
}

static PyObject *dict_keeps_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *dict = PyDict_New(), *inner;

	if (!dict)
		return NULL;
	inner = PyDict_New();
	if (!inner || PyDict_SetItemString(dict, "inner", inner) < 0) {
		Py_XDECREF(inner);
		Py_DECREF(dict);
		return NULL;
	}
	Py_DECREF(inner);
	if (PyDict_SetItemString(inner, "outer", Py_None) < 0) {
		Py_DECREF(dict);
		return NULL;
	}
	return dict;
}

static PyObject *stolen_ok(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(1), *list;

	if (!tuple)
		return NULL;
	list = PyList_New(0);
	if (!list) {
		Py_DECREF(tuple);
		return NULL;
	}
	PyTuple_SET_ITEM(tuple, 0, list);
	if (PyList_Append(list, arg) < 0) {
		Py_DECREF(tuple);
		return NULL;
	}
	return tuple;
}

/* PyList_SetItem has released it when it fails. */
static PyObject *stolen_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *item;
	Py_ssize_t at;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &list, &at))
		return NULL;
	item = PyDict_New();
	if (!item)
		return NULL;
	if (PyList_SetItem(list, at, item) < 0) {
		PyErr_Format(PyExc_IndexError, "no room for %R", item); // expect: use-after-release 'item'
		return NULL;
	}
	Py_RETURN_NONE;
}


static PyObject *loop_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item, *last = NULL;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		last = item;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	if (!last)
		Py_RETURN_NONE;
	return PyObject_Repr(last); // expect: use-after-release
}

static PyObject *loop_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = Py_NewRef(arg), *next;
	Py_ssize_t n = 0;

	while (o != Py_None) {
		next = PyObject_GetAttrString(o, "next");
		Py_DECREF(o);
		if (!next)
			return NULL;
		o = next;
		n++;
	}
	Py_DECREF(o);
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "returned_bad", returned_bad, METH_O, NULL },
	{ "macro_bad", macro_bad, METH_O, NULL },
	{ "macro", macro_ok, METH_O, NULL },
	{ "message_bad", message_bad, METH_O, NULL },
	{ "message", message_ok, METH_O, NULL },
	{ "compared", compared_ok, METH_O, NULL },
	{ "argument_bad", argument_bad, METH_O, NULL },
	{ "stored_bad", stored_bad, METH_O, NULL },
	{ "shared", shared_ok, METH_O, NULL },
	{ "dict_keeps", dict_keeps_ok, METH_NOARGS, NULL },
	{ "stolen", stolen_ok, METH_O, NULL },
	{ "stolen_bad", stolen_bad, METH_VARARGS, NULL },
	{ "loop_bad", loop_bad, METH_O, NULL },
	{ "loop", loop_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "plain", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_plain(void)
{
	return PyModuleDef_Init(&module);
}
