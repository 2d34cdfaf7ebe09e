// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions that call each other: one of them is looked at before it is known
 * what the other does, but the callers show whose the result is. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *scan(const char **at);

static PyObject *scan_list_ok(const char **at)
{
	PyObject *list = PyList_New(0), *val;

	if (!list)
		return NULL;
	while (**at && **at != ']') {
		val = scan(at);
		if (!val)
			goto fail;
		if (PyList_Append(list, val) < 0) {
			Py_DECREF(val);
			goto fail;
		}
		Py_DECREF(val);
	}
	return list;
fail:
	Py_DECREF(list);
	return NULL;
}

static PyObject *scan_dict_bad(const char **at)
{
	PyObject *dict = PyDict_New(), *key = NULL, *val = NULL;

	if (!dict)
		return NULL;
	while (**at && **at != '}') {
		key = PyUnicode_FromStringAndSize((*at)++, 1);
		if (!key)
			goto fail;
		val = scan(at);
		if (!val)
			goto fail;
		if (PyDict_SetItem(dict, key, val) < 0)
			goto fail;
		Py_CLEAR(key);
		val = NULL;	// expect: reference-leak
	}
	return dict;
fail:
	Py_XDECREF(key);
	Py_XDECREF(val);
	Py_DECREF(dict);
	return NULL;
}

static PyObject *scan(const char **at)
{
	switch (*(*at)++) {
	case '[': return scan_list_ok(at);
	case '{': return scan_dict_bad(at);
	case '0': return PyLong_FromLong(0);
	}
	PyErr_SetString(PyExc_ValueError, "unknown");
	return NULL;
}

static PyObject *load(PyObject *self, PyObject *text)
{
	const char *at = PyUnicode_AsUTF8(text);

	return at ? scan(&at) : NULL;
}

static PyMethodDef methods[] = {
	{"load", load, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "circle", NULL, 0, methods
};
