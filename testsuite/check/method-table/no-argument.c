// SPDX-License-Identifier: GPL-3.0-or-later
/* METH_NOARGS passes NULL beside self. */
#include <Python.h>

static PyObject *map_without(PyObject *self, PyObject *function)
{
	return PyObject_CallFunction(function, "O", self);
}
static PyObject *map_ok(PyObject *self, PyObject *function)
{
	return PyObject_CallFunction(function, "O", self);
}
static PyObject *shared_ok(PyObject *self, PyObject *function)
{
	if (!function)
		Py_RETURN_NONE;
	return PyObject_CallFunction(function, "O", self);
}
static PyMethodDef methods[] = {
	{"map", map_without, METH_NOARGS, NULL},	// expect: method-table 'second argument'
	{"map_o", map_ok, METH_O, NULL},
	{"shared", shared_ok, METH_NOARGS, NULL},
	{NULL}
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods,
};
PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
