// SPDX-License-Identifier: GPL-3.0-or-later
/* Released, though it was only borrowed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *argument_bad(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg);

	Py_DECREF(arg); // expect: over-release 'arg'
	return repr;
}

static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *r;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	r = PyObject_Str(o);
	Py_DECREF(o); // expect: over-release 'o'
	return r;
}

static PyObject *parsed_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *r;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	Py_INCREF(o);
	r = PyObject_Str(o);
	Py_DECREF(o);
	return r;
}

static PyObject *dict_item_bad(PyObject *self, PyObject *dict)
{
	PyObject *item, *r;

	if (!PyDict_Check(dict)) {
		PyErr_BadInternalCall();
		return NULL;
	}
	item = PyDict_GetItemString(dict, "key");
	if (!item) {
		PyErr_SetString(PyExc_KeyError, "key");
		return NULL;
	}
	r = PyObject_Repr(Py_TYPE(item) == &PyLong_Type ? Py_True : Py_False);
	Py_DECREF(item); // expect: over-release 'item' 'borrowed'
	return r;
}

static PyObject *dict_item_ok(PyObject *self, PyObject *dict)
{
	PyObject *item, *r;

	item = PyDict_GetItemString(dict, "key");
	if (!item) {
		PyErr_SetString(PyExc_KeyError, "key");
		return NULL;
	}
	Py_INCREF(item);
	r = PyObject_Repr(item);
	Py_DECREF(item);
	return r;
}

static PyObject *tuple_item_bad(PyObject *self, PyObject *args)
{
	PyObject *first, *r;

	if (PyTuple_GET_SIZE(args) < 1) {
		PyErr_SetString(PyExc_TypeError, "an argument is missing");
		return NULL;
	}
	first = PyTuple_GET_ITEM(args, 0);
	r = PyNumber_Negative(first);
	Py_DECREF(first); // expect: over-release 'first' 'borrowed'
	return r;
}

static PyObject *list_item_bad(PyObject *self, PyObject *list)
{
	PyObject *item = PyList_GetItem(list, 0);
	Py_ssize_t n;

	if (!item)
		return NULL;
	n = Py_REFCNT(item);
	Py_DECREF(item); // expect: over-release 'item' 'borrowed'
	return PyLong_FromSsize_t(n);
}

static PyObject *sequence_item_ok(PyObject *self, PyObject *list)
{
	PyObject *item = PySequence_GetItem(list, 0);
	Py_ssize_t n;

	if (!item)
		return NULL;
	n = Py_REFCNT(item);
	Py_DECREF(item);
	return PyLong_FromSsize_t(n);
}

static PyObject *module_dict_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *dict = PyModule_GetDict(self), *copy;

	copy = PyDict_Copy(dict);
	Py_DECREF(dict); // expect: over-release 'dict'
	return copy;
}

static PyObject *add_module_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *main = PyImport_AddModule("__main__"), *r;

	if (!main)
		return NULL;
	r = PyObject_GetAttrString(main, "__name__");
	Py_DECREF(main); // expect: over-release 'main' 'borrowed'
	return r;
}

static PyObject *get_attr_ok(PyObject *self, PyObject *o)
{
	PyObject *dict = PyObject_GetAttrString(o, "__dict__"), *item;

	if (!dict)
		return NULL;
	item = PyObject_GetItem(dict, Py_None);
	Py_DECREF(dict);
	return item;
}

static PyObject *next_bad(PyObject *self, PyObject *dict)
{
	PyObject *key, *value;
	Py_ssize_t at = 0, n = 0;

	while (PyDict_Next(dict, &at, &key, &value)) {
		n += PyLong_CheckExact(value);
		Py_DECREF(key); // expect: over-release 'key' 'borrowed'
	}
	return PyLong_FromSsize_t(n);
}

static PyObject *next_ok(PyObject *self, PyObject *dict)
{
	PyObject *key, *value, *list = PyList_New(0);
	Py_ssize_t at = 0;

	if (!list)
		return NULL;
	while (PyDict_Next(dict, &at, &key, &value)) {
		Py_INCREF(key);
		if (PyList_Append(list, key) < 0) {
			Py_DECREF(key);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(key);
	}
	return list;
}

static PyMethodDef methods[] = {
	{ "argument_bad", argument_bad, METH_O, NULL },
	{ "parsed_bad", parsed_bad, METH_VARARGS, NULL },
	{ "parsed", parsed_ok, METH_VARARGS, NULL },
	{ "dict_item_bad", dict_item_bad, METH_O, NULL },
	{ "dict_item", dict_item_ok, METH_O, NULL },
	{ "tuple_item_bad", tuple_item_bad, METH_VARARGS, NULL },
	{ "list_item_bad", list_item_bad, METH_O, NULL },
	{ "sequence_item", sequence_item_ok, METH_O, NULL },
	{ "module_dict_bad", module_dict_bad, METH_NOARGS, NULL },
	{ "add_module_bad", add_module_bad, METH_NOARGS, NULL },
	{ "get_attr", get_attr_ok, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next", next_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "borrowed", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_borrowed(void)
{
	return PyModuleDef_Init(&module);
}
