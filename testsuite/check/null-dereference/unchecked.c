// SPDX-License-Identifier: GPL-3.0-or-later
/* The unchecked result of what can fail. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

static PyObject *decref_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg);

	Py_DECREF(r); // expect: null-dereference 'r'
	Py_RETURN_NONE;
}

static PyObject *xdecref_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg); // expect: unchecked-error 'PyObject_CallNoArgs'

	Py_XDECREF(r);
	Py_RETURN_NONE;
}

static PyObject *decref_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg);

	if (!r)
		return NULL;
	Py_DECREF(r);
	Py_RETURN_NONE;
}

static PyObject *type_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_GetAttrString(arg, "x");

	if (Py_TYPE(r) == &PyLong_Type) // expect: null-dereference 'r' 'Py_TYPE'
		return r;
	Py_DECREF(r);
	Py_RETURN_NONE;
}

static PyObject *set_item_bad(PyObject *self, PyObject *arg)
{
	PyObject *t = PyTuple_New(1);

	PyTuple_SET_ITEM(t, 0, Py_NewRef(arg)); // expect: null-dereference 't' 'PyTuple_SET_ITEM'
	return t;
}

static PyObject *set_item_ok(PyObject *self, PyObject *arg)
{
	PyObject *t = PyTuple_New(1);

	if (t)
		PyTuple_SET_ITEM(t, 0, Py_NewRef(arg));
	return t;
}

static PyObject *size_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);
	Py_ssize_t n = PyList_GET_SIZE(list); // expect: null-dereference 'list'

	Py_DECREF(list);
	return PyLong_FromSsize_t(n);
}

static PyObject *fast_bad(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Fast(arg, "a sequence is expected");
	Py_ssize_t i, n = PySequence_Fast_GET_SIZE(fast); // expect: null-dereference 'fast'

	for (i = 0; i < n; i++)
		if (PySequence_Fast_GET_ITEM(fast, i) == Py_None)
			break;
	Py_DECREF(fast);
	return PyLong_FromSsize_t(i);
}

static PyObject *fast_ok(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Fast(arg, "a sequence is expected");
	Py_ssize_t i, n;

	if (!fast)
		return NULL;
	n = PySequence_Fast_GET_SIZE(fast);
	for (i = 0; i < n; i++)
		if (PySequence_Fast_GET_ITEM(fast, i) == Py_None)
			break;
	Py_DECREF(fast);
	return PyLong_FromSsize_t(i);
}

static PyObject *bytes_bad(PyObject *self, PyObject *arg)
{
	PyObject *b = PyUnicode_AsUTF8String(arg);
	const char *s = PyBytes_AS_STRING(b); // expect: null-dereference 'b'
	PyObject *r = PyUnicode_FromString(s);

	Py_DECREF(b);
	return r;
}

static PyObject *inverted_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = PyNumber_Index(arg);

	if (r == NULL) {
		Py_DECREF(r); // expect: null-dereference 'r'
		return NULL;
	}
	return r;
}

static PyObject *second_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = PyNumber_Index(arg), *b;

	if (!a)
		return NULL;
	b = PyNumber_Add(a, a);
	if (!b) {
		Py_DECREF(a);
		Py_DECREF(b); // expect: null-dereference 'b'
		return NULL;
	}
	Py_DECREF(a);
	return b;
}

static PyObject *second_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = PyNumber_Index(arg), *b;

	if (!a)
		return NULL;
	b = PyNumber_Add(a, a);
	if (!b) {
		Py_DECREF(a);
		Py_XDECREF(b);
		return NULL;
	}
	Py_DECREF(a);
	return b;
}

static PyObject *dict_get_bad(PyObject *self, PyObject *dict)
{
	PyObject *v = PyDict_GetItemString(dict, "v");

	Py_INCREF(v); // expect: null-dereference 'v'
	return v;
}

static PyObject *dict_get_ok(PyObject *self, PyObject *dict)
{
	PyObject *v = PyDict_GetItemString(dict, "v");

	Py_XINCREF(v);
	if (!v)
		PyErr_SetString(PyExc_KeyError, "v");
	return v;
}

static PyObject *memory_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 1 || n > 1000) {
		PyErr_SetString(PyExc_ValueError, "from 1 to 1000");
		return NULL;
	}
	p = PyMem_Malloc(n);
	p[0] = 0; // expect: null-dereference 'p'
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

static PyObject *memory_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 1 || n > 1000) {
		PyErr_SetString(PyExc_ValueError, "from 1 to 1000");
		return NULL;
	}
	p = PyMem_Malloc(n);
	if (!p)
		return PyErr_NoMemory();
	p[0] = 0;
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

/* What cannot fail needs no test. */
static PyObject *cannot_fail_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *dict = PyModule_GetDict(self);
	PyObject *type = (PyObject *) Py_TYPE(self);

	Py_INCREF(dict);
	Py_INCREF(type);
	Py_DECREF(type);
	return dict;
}

static PyMethodDef methods[] = {
	{ "decref_bad", decref_bad, METH_O, NULL },
	{ "xdecref_bad", xdecref_bad, METH_O, NULL },
	{ "decref", decref_ok, METH_O, NULL },
	{ "type_bad", type_bad, METH_O, NULL },
	{ "set_item_bad", set_item_bad, METH_O, NULL },
	{ "set_item", set_item_ok, METH_O, NULL },
	{ "size_bad", size_bad, METH_O, NULL },
	{ "fast_bad", fast_bad, METH_O, NULL },
	{ "fast", fast_ok, METH_O, NULL },
	{ "bytes_bad", bytes_bad, METH_O, NULL },
	{ "inverted_bad", inverted_bad, METH_O, NULL },
	{ "second_bad", second_bad, METH_O, NULL },
	{ "second", second_ok, METH_O, NULL },
	{ "dict_get_bad", dict_get_bad, METH_O, NULL },
	{ "dict_get", dict_get_ok, METH_O, NULL },
	{ "memory_bad", memory_bad, METH_VARARGS, NULL },
	{ "memory", memory_ok, METH_VARARGS, NULL },
	{ "cannot_fail", cannot_fail_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "unchecked", NULL, -1, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_unchecked(void)
{
	return PyModule_Create(&module);
}
