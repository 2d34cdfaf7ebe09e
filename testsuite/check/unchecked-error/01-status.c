// SPDX-License-Identifier: GPL-3.0-or-later
/* A status that nobody looks at. */
#include <Python.h>

static PyObject *dict_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;

	if (!PyArg_ParseTuple(args, "O!OO", &PyDict_Type, &dict, &key, &value))
		return NULL;
	PyDict_SetItem(dict, key, value); // expect: unchecked-error 'PyDict_SetItem'
	Py_RETURN_NONE;
}

static PyObject *dict_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;

	if (!PyArg_ParseTuple(args, "O!OO", &PyDict_Type, &dict, &key, &value))
		return NULL;
	if (PyDict_SetItem(dict, key, value) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *append_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &item))
		return NULL;
	PyList_Append(list, item); // expect: unchecked-error 'PyList_Append'
	return Py_NewRef(list);
}

static PyObject *append_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &item))
		return NULL;
	if (PyList_Append(list, item))
		return NULL;
	return Py_NewRef(list);
}

static PyObject *attribute_bad(PyObject *self, PyObject *arg)
{
	PyObject_SetAttrString(arg, "seen", Py_True); // expect: unchecked-error 'PyObject_SetAttrString'
	Py_RETURN_NONE;
}

/* The indicator tells it as well. */
static PyObject *occurred_ok(PyObject *self, PyObject *arg)
{
	PyObject_SetAttrString(arg, "seen", Py_True);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

/* Passed on is looked at. */
static PyObject *chosen_ok(PyObject *self, PyObject *arg)
{
	int r = PyObject_SetAttrString(arg, "seen", Py_True);

	return r < 0 ? NULL : Py_NewRef(Py_None);
}

/* Both, with one test. */
static PyObject *together_ok(PyObject *self, PyObject *arg)
{
	int r = PyObject_SetAttrString(arg, "a", Py_True);

	if (r == 0)
		r = PyObject_SetAttrString(arg, "b", Py_True);
	if (r)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *two_bad(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New();

	if (!dict)
		return NULL;
	PyDict_SetItemString(dict, "one", arg); // expect: unchecked-error 'PyDict_SetItemString'
	if (PyDict_SetItemString(dict, "two", arg) < 0) {
		Py_DECREF(dict);
		return NULL;
	}
	return dict;
}

/* Cannot fail: a tuple's item at a place that was made for it. */
static PyObject *macro_ok(PyObject *self, PyObject *arg)
{
	PyObject *t = PyTuple_New(1);

	if (!t)
		return NULL;
	Py_INCREF(arg);
	PyTuple_SET_ITEM(t, 0, arg);
	return t;
}

static PyObject *filled_list_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(2);

	if (!list)
		return NULL;
	PyList_SET_ITEM(list, 0, Py_NewRef(arg));
	PyList_SET_ITEM(list, 1, Py_NewRef(Py_None));
	return list;
}

static PyObject *set_bad(PyObject *self, PyObject *arg)
{
	PyObject *set = PySet_New(NULL);

	if (!set)
		return NULL;
	PySet_Add(set, arg); // expect: unchecked-error 'PySet_Add'
	return set;
}

static PyObject *called_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg); // expect: unchecked-error 'PyObject_CallNoArgs'

	Py_XDECREF(r);
	Py_RETURN_NONE;
}

static PyObject *called_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg);

	if (!r)
		return NULL;
	Py_DECREF(r);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "dict_bad", dict_bad, METH_VARARGS, NULL },
	{ "dict_ok", dict_ok, METH_VARARGS, NULL },
	{ "append_bad", append_bad, METH_VARARGS, NULL },
	{ "append_ok", append_ok, METH_VARARGS, NULL },
	{ "attribute_bad", attribute_bad, METH_O, NULL },
	{ "occurred_ok", occurred_ok, METH_O, NULL },
	{ "chosen_ok", chosen_ok, METH_O, NULL },
	{ "together_ok", together_ok, METH_O, NULL },
	{ "two_bad", two_bad, METH_O, NULL },
	{ "macro_ok", macro_ok, METH_O, NULL },
	{ "filled_list_ok", filled_list_ok, METH_O, NULL },
	{ "set_bad", set_bad, METH_O, NULL },
	{ "called_bad", called_bad, METH_O, NULL },
	{ "called_ok", called_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "status", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_status(void)
{
	return PyModule_Create(&module);
}
