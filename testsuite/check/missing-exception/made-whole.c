// SPDX-License-Identifier: GPL-3.0-or-later
/* What a function of the API makes of other items has them all; a new list has
 * none. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *join_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *result;
	Py_ssize_t i;

	if (!list)
		return NULL;
	result = PyList_New(0);
	if (!result)
		goto error;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *value = PyList_GET_ITEM(list, i);

		if (!value || PyList_Append(result, value) < 0)
			goto error;
	}
	Py_DECREF(list);
	return result;
error:
	Py_XDECREF(result);
	Py_DECREF(list);
	return NULL;
}

static PyObject *first_bad(PyObject *self, PyObject *none)
{
	PyObject *list = PyList_New(1), *value;

	if (!list)
		return NULL;
	value = PyList_GET_ITEM(list, 0);
	if (!value) {
		Py_DECREF(list);
		return NULL; // expect: missing-exception
	}
	return list;
}

static PyMethodDef methods[] = {
	{ "join", join_ok, METH_O, NULL },
	{ "first", first_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
