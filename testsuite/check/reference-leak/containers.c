// SPDX-License-Identifier: GPL-3.0-or-later
/* Who takes a reference over, and who takes one of its own. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *append_bad(PyObject *self, PyObject *list)
{
	PyObject *one = PyLong_FromLong(123456);

	if (!one)
		return NULL;
	if (PyList_Append(list, one) < 0) {
		Py_DECREF(one);
		return NULL;
	}
	Py_RETURN_NONE; // expect: reference-leak 'one'
}

static PyObject *append_ok(PyObject *self, PyObject *list)
{
	PyObject *one = PyLong_FromLong(123456);
	int status;

	if (!one)
		return NULL;
	status = PyList_Append(list, one);
	Py_DECREF(one);
	if (status < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *nested_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *dict = PyDict_New(), *value;

	if (!dict)
		return NULL;
	value = PyUnicode_FromString("value of the key");
	if (!value || PyDict_SetItemString(dict, "key", value) < 0) {
		Py_XDECREF(value);
		Py_DECREF(dict);
		return NULL;
	}
	return dict; // expect: reference-leak 'value'
}

static PyObject *nested_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *dict = PyDict_New(), *value;

	if (!dict)
		return NULL;
	value = PyUnicode_FromString("value of the key");
	if (!value || PyDict_SetItemString(dict, "key", value) < 0) {
		Py_XDECREF(value);
		Py_DECREF(dict);
		return NULL;
	}
	Py_DECREF(value);
	return dict;
}

static PyObject *set_item_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1), *item;

	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	if (PyList_SetItem(list, 0, item) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *tuple_ok(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(2), *item;

	if (!tuple)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item)
		goto fail;
	PyTuple_SET_ITEM(tuple, 0, item);
	item = PyObject_Str(arg);
	if (!item)
		goto fail;
	PyTuple_SET_ITEM(tuple, 1, item);
	return tuple;
fail:
	Py_DECREF(tuple);
	return NULL;
}

static PyObject *tuple_bad(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(2), *first, *second;

	if (!tuple)
		return NULL;
	first = PyObject_Repr(arg);
	second = first ? PyObject_Str(arg) : NULL;
	if (!first || !second) {
		Py_DECREF(tuple);
		return NULL; // expect: reference-leak 'first' 'PyObject_Str'
	}
	PyTuple_SET_ITEM(tuple, 0, first);
	PyTuple_SET_ITEM(tuple, 1, second);
	return tuple;
}

static PyObject *pack_bad(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg);

	if (!repr)
		return NULL;
	return PyTuple_Pack(2, arg, repr); // expect: reference-leak 'repr'
}

static PyObject *pack_ok(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg), *pair;

	if (!repr)
		return NULL;
	pair = PyTuple_Pack(2, arg, repr);
	Py_DECREF(repr);
	return pair;
}

static PyObject *build_bad(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg);

	if (!repr)
		return NULL;
	return Py_BuildValue("(iO)", 1, repr); // expect: reference-leak 'repr'
}

static PyObject *build_ok(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg);

	if (!repr)
		return NULL;
	return Py_BuildValue("(iN)", 1, repr);
}

static PyObject *build_direct_ok(PyObject *self, PyObject *arg)
{
	return Py_BuildValue("(NN)", PyObject_Repr(arg), PyLong_FromLong(7));
}

static PyObject *call_bad(PyObject *self, PyObject *arg)
{
	return PyObject_CallFunctionObjArgs(arg, PyDict_New(), NULL); // expect: reference-leak // expect: unchecked-error 'PyDict_New'
}

static PyObject *call_ok(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New(), *result;

	if (!dict)
		return NULL;
	result = PyObject_CallFunctionObjArgs(arg, dict, NULL);
	Py_DECREF(dict);
	return result;
}

static PyObject *get_ok(PyObject *self, PyObject *dict)
{
	PyObject *item = PyDict_GetItemString(dict, "key");

	if (!item)
		Py_RETURN_NONE;
	return PyObject_Str(item);
}

static PyObject *setattr_bad(PyObject *self, PyObject *arg)
{
	PyObject *stamp = PyFloat_FromDouble(1.5);

	if (!stamp)
		return NULL;
	if (PyObject_SetAttrString(arg, "stamp", stamp) < 0)
		return NULL; // expect: reference-leak 'stamp' 'PyObject_SetAttrString'
	Py_DECREF(stamp);
	Py_RETURN_NONE;
}

static PyObject *import_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *module = PyImport_ImportModule("math");
	PyObject *pi;

	if (!module)
		return NULL;
	pi = PyObject_GetAttrString(module, "pi");
	return pi; // expect: reference-leak 'module'
}

static PyObject *import_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *module = PyImport_ImportModule("math");
	PyObject *pi;

	if (!module)
		return NULL;
	pi = PyObject_GetAttrString(module, "pi");
	Py_DECREF(module);
	return pi;
}

static PyMethodDef methods[] = {
	{ "append_bad", append_bad, METH_O, NULL },
	{ "append", append_ok, METH_O, NULL },
	{ "nested_bad", nested_bad, METH_NOARGS, NULL },
	{ "nested", nested_ok, METH_NOARGS, NULL },
	{ "set_item", set_item_ok, METH_O, NULL },
	{ "tuple", tuple_ok, METH_O, NULL },
	{ "tuple_bad", tuple_bad, METH_O, NULL },
	{ "pack_bad", pack_bad, METH_O, NULL },
	{ "pack", pack_ok, METH_O, NULL },
	{ "build_bad", build_bad, METH_O, NULL },
	{ "build", build_ok, METH_O, NULL },
	{ "build_direct", build_direct_ok, METH_O, NULL },
	{ "call_bad", call_bad, METH_O, NULL },
	{ "call", call_ok, METH_O, NULL },
	{ "get", get_ok, METH_O, NULL },
	{ "setattr_bad", setattr_bad, METH_O, NULL },
	{ "import_bad", import_bad, METH_NOARGS, NULL },
	{ "import", import_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "containers", NULL, -1, methods, NULL, NULL,
	NULL, NULL
};

static int add_error(PyObject *m)
{
	PyObject *error = PyErr_NewException("containers.Error", NULL, NULL);

	if (!error)
		return -1;
	if (PyModule_AddObject(m, "Error", error) < 0) {
		Py_DECREF(error);
		return -1;
	}
	return 0;
}

static int add_version_bad(PyObject *m)
{
	PyObject *version = PyUnicode_FromString("1.0");

	if (!version)
		return -1;
	if (PyModule_AddObject(m, "version", version) < 0)
		return -1; // expect: reference-leak 'version' 'PyModule_AddObject'
	return 0;
}

static int add_ref_bad(PyObject *m)
{
	PyObject *author = PyUnicode_FromString("nobody");

	if (!author)
		return -1;
	return PyModule_AddObjectRef(m, "author", author); // expect: reference-leak 'author'
}

PyMODINIT_FUNC PyInit_containers(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	if (add_error(m) < 0 || add_version_bad(m) < 0
	    || add_ref_bad(m) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
