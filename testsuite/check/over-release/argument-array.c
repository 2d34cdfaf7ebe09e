// SPDX-License-Identifier: GPL-3.0-or-later
/* The arguments of METH_FASTCALL are the caller's. */
#include <Python.h>

static PyObject *wrap_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *t, *r;

	if (n != 1)
		return PyErr_Format(PyExc_TypeError, "one argument");
	t = PyTuple_New(1);
	if (!t)
		return NULL;
	PyTuple_SET_ITEM(t, 0, Py_NewRef(args[0]));
	r = PyObject_Repr(t);
	Py_DECREF(t);
	Py_DECREF(args[0]);	// expect: over-release 'belongs to the caller'
	return r;
}
static PyObject *wrap_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *r;

	if (n != 1)
		return PyErr_Format(PyExc_TypeError, "one argument");
	Py_INCREF(args[0]);
	r = PyObject_Repr(args[0]);
	Py_DECREF(args[0]);
	return r;
}
static PyMethodDef methods[] = {
	{"bad", (PyCFunction) (void (*) (void)) wrap_bad, METH_FASTCALL},
	{"ok", (PyCFunction) (void (*) (void)) wrap_ok, METH_FASTCALL},
	{NULL} };
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods };
PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
