// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* Returned as a new reference, though nobody took one. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *argument_bad(PyObject *self, PyObject *arg)
{
	return arg; // expect: missing-incref 'arg' 'returned'
}

static PyObject *argument_ok(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	return arg;
}

static PyObject *self_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	return self; // expect: missing-incref 'self' 'returned'
}

static PyObject *self_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	return Py_NewRef(self);
}

static PyObject *none_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	return Py_None; // expect: missing-incref 'returned'
}

static PyObject *none_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	Py_RETURN_NONE;
}

static PyObject *type_bad(PyObject *self, PyObject *arg)
{
	return (PyObject *) Py_TYPE(arg); // expect: missing-incref 'returned'
}

static PyObject *type_ok(PyObject *self, PyObject *arg)
{
	return Py_NewRef(Py_TYPE(arg));
}

static PyObject *bool_bad(PyObject *self, PyObject *arg)
{
	int yes = PyObject_IsTrue(arg);

	if (yes < 0)
		return NULL;
	return yes ? Py_True : Py_False; // expect: missing-incref 'returned'
}

static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *first, *second = NULL;

	if (!PyArg_ParseTuple(args, "O|O", &first, &second))
		return NULL;
	if (second)
		return PyNumber_Add(first, second);
	return first; // expect: missing-incref 'first' 'returned'
}

static PyObject *parsed_ok(PyObject *self, PyObject *args)
{
	PyObject *first, *second = NULL;

	if (!PyArg_ParseTuple(args, "O|O", &first, &second))
		return NULL;
	if (second)
		return PyNumber_Add(first, second);
	Py_INCREF(first);
	return first;
}

static PyObject *item_bad(PyObject *self, PyObject *list)
{
	return PyList_GetItem(list, 0); // expect: missing-incref 'returned'
}

static PyObject *item_ok(PyObject *self, PyObject *list)
{
	return Py_XNewRef(PyList_GetItem(list, 0));
}

static PyObject *sequence_item_ok(PyObject *self, PyObject *list)
{
	return PySequence_GetItem(list, 0);
}

static PyObject *lookup_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value && !PyErr_Occurred())
		PyErr_SetObject(PyExc_KeyError, key);
	return value; // expect: missing-incref 'value' 'returned'
}

static PyObject *lookup_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value && !PyErr_Occurred())
		PyErr_SetObject(PyExc_KeyError, key);
	Py_XINCREF(value);
	return value;
}

static PyObject *default_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *name, *found;

	if (!PyArg_ParseTuple(args, "OU", &o, &name))
		return NULL;
	found = PyObject_GetAttr(o, name);
	if (!found && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		return name; // expect: missing-incref 'name' 'returned'
	}
	return found;
}

static PyObject *default_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *name, *found;

	if (!PyArg_ParseTuple(args, "OU", &o, &name))
		return NULL;
	found = PyObject_GetAttr(o, name);
	if (!found && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		found = Py_NewRef(name);
	}
	return found;
}

static PyObject *tuple_bad(PyObject *self, PyObject *const *args,
			   Py_ssize_t n)
{
	Py_ssize_t i;

	for (i = 0; i < n; i++)
		if (args[i] != Py_None)
			return args[i]; // expect: missing-incref 'returned'
	Py_RETURN_NONE;
}

static PyObject *tuple_ok(PyObject *self, PyObject *const *args,
			  Py_ssize_t n)
{
	Py_ssize_t i;

	for (i = 0; i < n; i++)
		if (args[i] != Py_None)
			return Py_NewRef(args[i]);
	Py_RETURN_NONE;
}

static PyObject *main_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *m = PyImport_AddModule("__main__");

	return m ? PyModule_GetDict(m) : NULL; // expect: missing-incref 'returned'
}

static PyMethodDef methods[] = {
	{ "argument_bad", argument_bad, METH_O, NULL },
	{ "argument", argument_ok, METH_O, NULL },
	{ "self_bad", self_bad, METH_NOARGS, NULL },
	{ "self", self_ok, METH_NOARGS, NULL },
	{ "none_bad", none_bad, METH_NOARGS, NULL },
	{ "none", none_ok, METH_NOARGS, NULL },
	{ "type_bad", type_bad, METH_O, NULL },
	{ "type", type_ok, METH_O, NULL },
	{ "bool_bad", bool_bad, METH_O, NULL },
	{ "parsed_bad", parsed_bad, METH_VARARGS, NULL },
	{ "parsed", parsed_ok, METH_VARARGS, NULL },
	{ "item_bad", item_bad, METH_O, NULL },
	{ "item", item_ok, METH_O, NULL },
	{ "sequence_item", sequence_item_ok, METH_O, NULL },
	{ "lookup_bad", lookup_bad, METH_VARARGS, NULL },
	{ "lookup", lookup_ok, METH_VARARGS, NULL },
	{ "default_bad", default_bad, METH_VARARGS, NULL },
	{ "default", default_ok, METH_VARARGS, NULL },
	{ "tuple_bad", (PyCFunction) (void (*)(void)) tuple_bad,
	  METH_FASTCALL, NULL },
	{ "tuple", (PyCFunction) (void (*)(void)) tuple_ok, METH_FASTCALL,
	  NULL },
	{ "main_bad", main_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "returned", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_returned(void)
{
	return PyModuleDef_Init(&module);
}
