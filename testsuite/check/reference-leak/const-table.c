// SPDX-License-Identifier: GPL-3.0-or-later
/* Answers that come from a constant table: only the rows that the loop can
 * reach. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum kind { KIND_ERROR = -1, KIND_NONE = 0, KIND_SOURCE = 1, KIND_CODE = 2 };

static const struct {
	const char *suffix;
	enum kind kind;
} searched[] = {
	{ ".py", KIND_SOURCE }, { ".pyc", KIND_CODE }, { NULL, KIND_NONE }
};

static enum kind find(PyObject *files, PyObject **found)
{
	int i;

	*found = NULL;
	for (i = 0; searched[i].suffix; i++) {
		PyObject *key = PyUnicode_FromString(searched[i].suffix);
		PyObject *value;

		if (!key)
			return KIND_ERROR;
		value = PyDict_GetItemWithError(files, key);
		Py_DECREF(key);
		if (value) {
			*found = Py_NewRef(value);
			return searched[i].kind;
		}
		if (PyErr_Occurred())
			return KIND_ERROR;
	}
	return KIND_NONE;
}

static PyObject *get_ok(PyObject *self, PyObject *files)
{
	PyObject *value;
	enum kind kind;

	if (!PyDict_Check(files)) {
		PyErr_BadArgument();
		return NULL;
	}
	kind = find(files, &value);
	if (kind == KIND_ERROR)
		return NULL;
	if (kind == KIND_NONE) {
		PyErr_SetString(PyExc_KeyError, "nothing");
		return NULL;
	}
	return Py_BuildValue("(iN)", (int)kind, value);
}

static PyObject *get_bad(PyObject *self, PyObject *files)
{
	PyObject *value;
	enum kind kind;

	if (!PyDict_Check(files)) {
		PyErr_BadArgument();
		return NULL;
	}
	kind = find(files, &value);
	if (kind == KIND_ERROR)
		return NULL;
	if (kind == KIND_CODE) {
		PyErr_SetString(PyExc_KeyError, "no source");
		return NULL; // expect: reference-leak 'value'
	}
	if (kind == KIND_NONE)
		Py_RETURN_NONE;
	return value;
}

static PyMethodDef methods[] = {
	{ "get", get_ok, METH_O, NULL }, { "get_bad", get_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "m", NULL, -1,
	methods, NULL, NULL, NULL, NULL };

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
