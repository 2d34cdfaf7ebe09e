// SPDX-License-Identifier: GPL-3.0-or-later
/* Borrowed from a list or dictionary that others can change meanwhile. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *list_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *sum;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_SetAttrString(key, "seen", Py_True) < 0)
		return NULL;
	sum = PyNumber_Add(item, key); // expect: stale-borrow 'item' 'list' 'PyObject_SetAttrString'
	return sum;
}

static PyObject *list_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *sum;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	if (PyObject_SetAttrString(key, "seen", Py_True) < 0) {
		Py_DECREF(item);
		return NULL;
	}
	sum = PyNumber_Add(item, key);
	Py_DECREF(item);
	return sum;
}

/* The call itself keeps its arguments. */
static PyObject *once_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	return PyNumber_Add(item, key);
}

static PyObject *dict_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value, *repr, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	repr = PyObject_Repr(key);
	if (!repr)
		return NULL;
	r = PyTuple_Pack(2, repr, value); // expect: stale-borrow 'value' 'dict' 'PyObject_Repr'
	Py_DECREF(repr);
	return r;
}

static PyObject *dict_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value, *repr, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	Py_INCREF(value);
	repr = PyObject_Repr(key);
	if (!repr) {
		Py_DECREF(value);
		return NULL;
	}
	r = PyTuple_Pack(2, repr, value);
	Py_DECREF(repr);
	Py_DECREF(value);
	return r;
}

/* A look at the type and an allocation of plain memory run nothing. */
static PyObject *harmless_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;
	void *memory;

	if (!PyArg_ParseTuple(args, "O!U", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	memory = PyMem_Malloc(100);
	if (!memory)
		return PyErr_NoMemory();
	PyMem_Free(memory);
	if (PyLong_Check(value) || PyUnicode_Check(value))
		return Py_NewRef(value);
	return PyObject_Str(value);
}

static PyObject *mutated_bad(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1) {
		PyErr_SetString(PyExc_TypeError, "an item is missing");
		return NULL;
	}
	item = PyList_GET_ITEM(list, 0);
	if (PyList_SetSlice(list, 0, 1, NULL) < 0)
		return NULL;
	return Py_NewRef(item); // expect: stale-borrow 'item' 'list' 'PyList_SetSlice'
}

static PyObject *mutated_ok(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1) {
		PyErr_SetString(PyExc_TypeError, "an item is missing");
		return NULL;
	}
	item = Py_NewRef(PyList_GET_ITEM(list, 0));
	if (PyList_SetSlice(list, 0, 1, NULL) < 0) {
		Py_DECREF(item);
		return NULL;
	}
	return item;
}

static PyObject *replaced_bad(PyObject *self, PyObject *dict)
{
	PyObject *old = PyDict_GetItemString(dict, "x");

	if (!old)
		Py_RETURN_NONE;
	if (PyDict_SetItemString(dict, "x", Py_None) < 0)
		return NULL;
	return PyObject_Repr(old); // expect: stale-borrow 'old' 'dict'
}

/* The argument tuple is immutable and held by the caller. */
static PyObject *tuple_ok(PyObject *self, PyObject *args)
{
	PyObject *first, *second, *repr;

	if (PyTuple_GET_SIZE(args) != 2) {
		PyErr_SetString(PyExc_TypeError, "two arguments expected");
		return NULL;
	}
	first = PyTuple_GET_ITEM(args, 0);
	second = PyTuple_GET_ITEM(args, 1);
	repr = PyObject_Repr(first);
	if (!repr)
		return NULL;
	Py_SETREF(repr, PyNumber_Add(repr, second));
	return repr;
}

/* Nobody else knows the fresh list. */
static PyObject *fresh_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *item, *repr, *r;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) < 1) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	item = PyList_GET_ITEM(list, 0);
	repr = PyObject_Repr(arg);
	if (!repr) {
		Py_DECREF(list);
		return NULL;
	}
	r = PyTuple_Pack(2, item, repr);
	Py_DECREF(repr);
	Py_DECREF(list);
	return r;
}

static PyObject *released_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *item;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) < 1) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	item = PyList_GET_ITEM(list, 0);
	Py_DECREF(list);
	return PyObject_Repr(item); // expect: stale-borrow 'item' 'list'
}

static PyObject *released_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *item, *r;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) < 1) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	item = PyList_GET_ITEM(list, 0);
	r = PyObject_Repr(item);
	Py_DECREF(list);
	return r;
}

static PyObject *loop_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *wanted, *item;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &wanted))
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		int same;

		item = PyList_GET_ITEM(list, i);
		same = PyObject_RichCompareBool(item, wanted, Py_EQ);
		if (same < 0)
			return NULL;
		if (same)
			return Py_NewRef(item); // expect: stale-borrow 'item' 'list' 'PyObject_RichCompareBool'
	}
	Py_RETURN_NONE;
}

static PyObject *loop_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *wanted, *item;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &wanted))
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		int same;

		item = Py_NewRef(PyList_GET_ITEM(list, i));
		same = PyObject_RichCompareBool(item, wanted, Py_EQ);
		if (same > 0)
			return item;
		Py_DECREF(item);
		if (same < 0)
			return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *next_bad(PyObject *self, PyObject *dict)
{
	PyObject *key, *value, *list;
	Py_ssize_t at = 0;

	list = PyList_New(0);
	if (!list)
		return NULL;
	while (PyDict_Next(dict, &at, &key, &value)) {
		PyObject *repr = PyObject_Repr(key);

		if (!repr || PyList_Append(list, repr) < 0
		    || PyList_Append(list, value) < 0) { // expect: stale-borrow 'value' 'dict' 'PyObject_Repr'
			Py_XDECREF(repr);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(repr);
	}
	return list;
}

static PyObject *next_ok(PyObject *self, PyObject *dict)
{
	PyObject *key, *value, *list;
	Py_ssize_t at = 0;

	list = PyList_New(0);
	if (!list)
		return NULL;
	while (PyDict_Next(dict, &at, &key, &value)) {
		if (PyList_Append(list, key) < 0
		    || PyList_Append(list, value) < 0) {
			Py_DECREF(list);
			return NULL;
		}
	}
	return list;
}

static PyMethodDef methods[] = {
	{ "list_bad", list_bad, METH_VARARGS, NULL },
	{ "list", list_ok, METH_VARARGS, NULL },
	{ "once", once_ok, METH_VARARGS, NULL },
	{ "dict_bad", dict_bad, METH_VARARGS, NULL },
	{ "dict", dict_ok, METH_VARARGS, NULL },
	{ "harmless", harmless_ok, METH_VARARGS, NULL },
	{ "mutated_bad", mutated_bad, METH_O, NULL },
	{ "mutated", mutated_ok, METH_O, NULL },
	{ "replaced_bad", replaced_bad, METH_O, NULL },
	{ "tuple", tuple_ok, METH_VARARGS, NULL },
	{ "fresh", fresh_ok, METH_O, NULL },
	{ "released_bad", released_bad, METH_O, NULL },
	{ "released", released_ok, METH_O, NULL },
	{ "loop_bad", loop_bad, METH_VARARGS, NULL },
	{ "loop", loop_ok, METH_VARARGS, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next", next_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "containers", NULL, 0, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_containers(void)
{
	return PyModuleDef_Init(&module);
}
