// SPDX-License-Identifier: GPL-3.0-or-later
/* A container that was made by calling its type is as private as one that
 * PyList_New made. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *own_list_ok(PyObject *self, PyObject *in)
{
	PyObject *list = PyObject_CallFunctionObjArgs(
		(PyObject *)&PyList_Type, in, NULL);
	Py_ssize_t i;

	if (!list)
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *o = PyList_GET_ITEM(list, i);
		PyObject *r = PyObject_CallMethod(o, "start", NULL);

		if (!r || PyObject_SetAttrString(o, "started", r) < 0) {
			Py_XDECREF(r);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(r);
	}
	Py_DECREF(list);
	Py_RETURN_NONE;
}

static PyObject *own_dict_ok(PyObject *self, PyObject *in)
{
	PyObject *dict = PyObject_CallOneArg((PyObject *)&PyDict_Type, in);
	PyObject *o, *r;

	if (!dict)
		return NULL;
	o = PyDict_GetItemString(dict, "hook");
	if (!o) {
		Py_DECREF(dict);
		Py_RETURN_NONE;
	}
	r = PyObject_CallNoArgs(o);
	if (!r || PyObject_SetAttrString(o, "last", r) < 0) {
		Py_XDECREF(r);
		Py_DECREF(dict);
		return NULL;
	}
	Py_DECREF(dict);
	return r;
}

/* What another function makes may be in other hands, too. */
static PyObject *others_list_bad(PyObject *self, PyObject *make)
{
	PyObject *list = PyObject_CallNoArgs(make), *o, *r;

	if (!list)
		return NULL;
	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	o = PyList_GET_ITEM(list, 0);
	r = PyObject_CallMethod(o, "start", NULL);
	if (!r) {
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(r);
	r = PyObject_Repr(o);	// expect: stale-borrow
	Py_DECREF(list);
	return r;
}

static PyMethodDef methods[] = {
	{"own_list", own_list_ok, METH_O, NULL},
	{"own_dict", own_dict_ok, METH_O, NULL},
	{"others_list", others_list_bad, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "called", NULL, 0, methods
};
