// SPDX-License-Identifier: GPL-3.0-or-later
/* Python passes any object: functions of one type fail for what nobody asked
 * the type of. */
#include <Python.h>

extern int knows(PyObject *o);

static PyObject *of_o_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyList_Size(arg); // expect: unchecked-error 'PyList_Size'

	return PyLong_FromLong(n > 3);
}
static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *text, *other;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "OO", &text, &other))
		return NULL;
	n = PyUnicode_GetLength(text);
	return PyLong_FromSsize_t(n * 2); // expect: error-as-truth
}
static PyObject *item_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	if (n != 1) {
		PyErr_SetString(PyExc_TypeError, "one argument");
		return NULL;
	}
	Py_INCREF(args[0]);
	n = PyTuple_Size(args[0]); // expect: unchecked-error 'PyTuple_Size'
	Py_DECREF(args[0]);
	return PyLong_FromLong(n > 3);
}
static PyObject *typed_ok(PyObject *self, PyObject *args)
{
	PyObject *list;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	return PyLong_FromSsize_t(PyList_Size(list));
}
static PyObject *asked_ok(PyObject *self, PyObject *args)
{
	PyObject *text;

	if (!PyArg_ParseTuple(args, "O", &text))
		return NULL;
	if (!PyUnicode_Check(text)) {
		PyErr_SetString(PyExc_TypeError, "a str");
		return NULL;
	}
	return PyLong_FromSsize_t(PyUnicode_GetLength(text));
}
static PyObject *asked_elsewhere_ok(PyObject *self, PyObject *arg)
{
	if (!knows(arg)) {
		PyErr_SetString(PyExc_TypeError, "a list");
		return NULL;
	}
	return PyLong_FromLong(PyList_Size(arg) > 3);
}
static PyObject *tested_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyList_Size(arg);

	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}
/* CPython asks whether the name is a str (Objects/object.c). */
static PyObject *named_ok(PyObject *self, PyObject *name)
{
	if (PyUnicode_GetLength(name) > 3)
		return PyLong_FromLong(1);
	return PyObject_GenericGetAttr(self, name);
}
static PyObject *key_bad(PyObject *self, PyObject *key)
{
	Py_ssize_t n = PyUnicode_GetLength(key); // expect: unchecked-error 'PyUnicode_GetLength'

	return PyLong_FromLong(n > 3);
}

static PyMethodDef methods[] = {
	{ "of_o", of_o_bad, METH_O },
	{ "parsed", parsed_bad, METH_VARARGS },
	{ "item", (PyCFunction) item_bad, METH_FASTCALL },
	{ "typed", typed_ok, METH_VARARGS },
	{ "asked", asked_ok, METH_VARARGS },
	{ "asked_elsewhere", asked_elsewhere_ok, METH_O },
	{ "tested", tested_ok, METH_O },
	{ NULL }
};
static PyMappingMethods mapping = { .mp_subscript = key_bad };
static PyTypeObject T = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_methods = methods,
	.tp_getattro = named_ok, .tp_as_mapping = &mapping
};
PyTypeObject *type = &T;
