// SPDX-License-Identifier: GPL-3.0-or-later
/* The failure of the function called has set the exception. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *keywords_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = { "o", NULL };
	PyObject *o;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", names, &o))
		return NULL;
	Py_INCREF(o);
	return o;
}

PyObject *keywords_cleared_bad(PyObject *self, PyObject *args,
			       PyObject *kwargs)
{
	static char *names[] = { "o", NULL };
	PyObject *o;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", names, &o)) {
		if (!PyErr_ExceptionMatches(PyExc_TypeError))
			return NULL;
		PyErr_Clear();
		return NULL; // expect: missing-exception 'returns NULL'
	}
	Py_INCREF(o);
	return o;
}

PyObject *tuple_item_ok(PyObject *self, PyObject *args)
{
	PyObject *o = PyTuple_GetItem(args, 3);

	if (!o)
		return NULL;
	Py_INCREF(o);
	return o;
}

PyObject *list_item_ok(PyObject *self, PyObject *list)
{
	PyObject *o = PyList_GetItem(list, 3);

	if (!o) {
		if (PyErr_Occurred())
			return NULL;
		return NULL;
	}
	Py_INCREF(o);
	return o;
}

PyObject *list_size_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t n = PyList_Size(list);

	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *dict_size_ok(PyObject *self, PyObject *dict)
{
	Py_ssize_t n = PyDict_Size(dict);

	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *bytes_ok(PyObject *self, PyObject *o)
{
	char *s = PyBytes_AsString(o);

	if (!s)
		return NULL;
	return PyLong_FromLong(s[0]);
}

PyObject *bytes_and_size_ok(PyObject *self, PyObject *o)
{
	char *s;
	Py_ssize_t n;

	if (PyBytes_AsStringAndSize(o, &s, &n) < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *set_item_ok(PyObject *self, PyObject *list)
{
	if (PyList_SetItem(list, 3, PyLong_FromLong(3)) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyObject *module_dict_ok(PyObject *self, PyObject *module)
{
	PyObject *dict = PyModule_GetDict(module);

	if (!dict)
		return NULL;
	Py_INCREF(dict);
	return dict;
}

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.thing",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
};

PyObject *ready_ok(PyObject *self, PyObject *args)
{
	if (PyType_Ready(&thing_type) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "keywords", (PyCFunction)(void (*)(void))keywords_ok,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "keywords_cleared",
	  (PyCFunction)(void (*)(void))keywords_cleared_bad,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "tuple_item", tuple_item_ok, METH_VARARGS, NULL },
	{ "list_item", list_item_ok, METH_O, NULL },
	{ "list_size", list_size_ok, METH_O, NULL },
	{ "dict_size", dict_size_ok, METH_O, NULL },
	{ "bytes", bytes_ok, METH_O, NULL },
	{ "bytes_and_size", bytes_and_size_ok, METH_O, NULL },
	{ "set_item", set_item_ok, METH_O, NULL },
	{ "module_dict", module_dict_ok, METH_O, NULL },
	{ "ready", ready_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
