// SPDX-License-Identifier: GPL-3.0-or-later
/* NULL to what must not get it, and to what may. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *str_bad(PyObject *self, PyObject *arg)
{
	PyObject *attr = PyObject_GetAttrString(arg, "attr"), *n;

	n = PyObject_GetIter(attr); // expect: null-argument 'PyObject_GetIter' 'attr'
	Py_XDECREF(attr);
	return n;
}

static PyObject *str_ok(PyObject *self, PyObject *arg)
{
	PyObject *attr = PyObject_GetAttrString(arg, "attr"), *n;

	if (!attr)
		return NULL;
	n = PyObject_GetIter(attr);
	Py_DECREF(attr);
	return n;
}

/* PyNumber_* hand the exception of their NULL argument on. */
static PyObject *chained_ok(PyObject *self, PyObject *arg)
{
	PyObject *attr = PyObject_GetAttrString(arg, "attr"), *n;

	n = PyNumber_Negative(attr);
	Py_XDECREF(attr);
	return n;
}

static PyObject *key_bad(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New(), *repr;

	if (!dict)
		return NULL;
	repr = PyObject_Repr(arg);
	if (PyDict_SetItem(dict, repr, arg) < 0) { // expect: null-argument 'argument 2' 'PyDict_SetItem' 'repr'
		Py_XDECREF(repr);
		Py_DECREF(dict);
		return NULL;
	}
	Py_DECREF(repr);
	return dict;
}

static PyObject *append_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0), *repr;

	if (!list)
		return NULL;
	repr = PyObject_Repr(arg);
	if (!repr || PyList_Append(list, repr) < 0) {
		Py_XDECREF(repr);
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(repr);
	return list;
}

static PyObject *dict_bad(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New(), *value;

	if (!dict)
		return NULL;
	value = PyNumber_Index(arg);
	if (PyDict_SetItemString(dict, "value", value) < 0) { // expect: null-argument 'argument 3' 'PyDict_SetItemString' 'value'
		Py_XDECREF(value);
		Py_DECREF(dict);
		return NULL;
	}
	Py_DECREF(value);
	return dict;
}

static PyObject *first_bad(PyObject *self, PyObject *args)
{
	PyObject *dict = PyDict_New(), *key;

	if (!PyArg_ParseTuple(args, "O", &key)) {
		Py_XDECREF(dict);
		return NULL;
	}
	if (PyDict_SetItem(dict, key, Py_None) < 0) { // expect: null-argument 'argument 1' 'PyDict_SetItem' 'dict'
		Py_DECREF(dict);
		return NULL;
	}
	return dict;
}

static PyObject *format_ok(PyObject *self, PyObject *arg)
{
	PyErr_Restore(NULL, NULL, NULL);
	if (PyObject_SetAttrString(arg, "gone", NULL) < 0)
		return NULL;
	Py_XDECREF(NULL);
	return PyObject_CallObject(arg, NULL);
}

static PyObject *import_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	return PyImport_ImportModuleLevel("os", NULL, NULL, NULL, 0);
}

static PyObject *optional_ok(PyObject *self, PyObject *args)
{
	PyObject *callable, *rest = NULL, *kw = NULL;

	if (!PyArg_ParseTuple(args, "O|O!O!", &callable, &PyTuple_Type, &rest,
			      &PyDict_Type, &kw))
		return NULL;
	if (!rest)
		return PyObject_CallNoArgs(callable);
	return PyObject_Call(callable, rest, kw);
}

static PyObject *optional_bad(PyObject *self, PyObject *args)
{
	PyObject *callable, *rest = NULL, *kw = NULL;

	if (!PyArg_ParseTuple(args, "O|O!O!", &callable, &PyTuple_Type, &rest,
			      &PyDict_Type, &kw))
		return NULL;
	return PyObject_Call(callable, rest, kw); // expect: null-argument 'rest'
}

static PyObject *string_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	return PyLong_FromSize_t(strlen(s)); // expect: null-argument 'strlen' 's'
}

static PyObject *string_ok(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (s == NULL)
		return NULL;
	return PyLong_FromSize_t(strlen(s));
}

static PyObject *capsule_bad(PyObject *self, PyObject *arg)
{
	void *p = PyCapsule_GetPointer(arg, "a capsule");

	return PyErr_NewException(p, NULL, NULL); // expect: null-argument 'argument 1' 'PyErr_NewException' 'p'
}

static PyObject *capsule_ok(PyObject *self, PyObject *arg)
{
	void *p = PyCapsule_GetPointer(arg, "a capsule");

	if (!p)
		return NULL;
	return PyCapsule_New(p, "another capsule", NULL);
}

static PyObject *memory_bad(PyObject *self, PyObject *args)
{
	const char *text;
	Py_ssize_t n;
	char *copy;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#", &text, &n))
		return NULL;
	copy = PyMem_Malloc(n + 1);
	memcpy(copy, text, n + 1); // expect: null-argument 'memcpy' 'copy'
	r = PyBytes_FromStringAndSize(copy, n);
	PyMem_Free(copy);
	return r;
}

static PyObject *memory_ok(PyObject *self, PyObject *args)
{
	const char *text;
	Py_ssize_t n;
	char *copy;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#", &text, &n))
		return NULL;
	copy = PyMem_Malloc(n + 1);
	if (!copy)
		return PyErr_NoMemory();
	memcpy(copy, text, n + 1);
	r = PyBytes_FromStringAndSize(copy, n);
	PyMem_Free(copy);
	PyMem_Free(NULL);
	return r;
}

static PyMethodDef methods[] = {
	{ "str_bad", str_bad, METH_O, NULL },
	{ "str", str_ok, METH_O, NULL },
	{ "chained", chained_ok, METH_O, NULL },
	{ "key_bad", key_bad, METH_O, NULL },
	{ "append", append_ok, METH_O, NULL },
	{ "dict_bad", dict_bad, METH_O, NULL },
	{ "first_bad", first_bad, METH_VARARGS, NULL },
	{ "format", format_ok, METH_O, NULL },
	{ "import", import_ok, METH_NOARGS, NULL },
	{ "optional", optional_ok, METH_VARARGS, NULL },
	{ "optional_bad", optional_bad, METH_VARARGS, NULL },
	{ "string_bad", string_bad, METH_O, NULL },
	{ "string", string_ok, METH_O, NULL },
	{ "capsule_bad", capsule_bad, METH_O, NULL },
	{ "capsule", capsule_ok, METH_O, NULL },
	{ "memory_bad", memory_bad, METH_VARARGS, NULL },
	{ "memory", memory_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "calls", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};

PyMODINIT_FUNC PyInit_calls(void)
{
	return PyModule_Create(&module);
}
