// SPDX-License-Identifier: GPL-3.0-or-later
/* The tuple of arguments is the caller's and keeps its items; how many there
 * are is told without fail. */
#include <Python.h>

static PyObject *first_ok(PyObject *self, PyObject *args)
{
	if (PySequence_Length(args) == 1) {
		PyObject *first = PySequence_GetItem(args, 0);

		args = first;
		Py_DECREF(first);
	}
	return PyObject_Str(args);
}
static PyObject *any_bad(PyObject *self, PyObject *o)
{
	PyObject *first = PySequence_GetItem(o, 0);

	if (!first)
		return NULL;
	Py_DECREF(first);
	return PyObject_Str(first);	// expect: use-after-release 'first'
}
static PyMethodDef methods[] = {
	{"first", first_ok, METH_VARARGS}, {"any", any_bad, METH_O},
	{NULL} };
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods };
PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
