// SPDX-License-Identifier: GPL-3.0-or-later
/* What answers NULL with an exception, or leaves the one that is set. */
#include <Python.h>

static PyObject *set_ok(PyObject *self, PyObject *o)
{
	PyObject *v = PyObject_Repr(o);
	int r = PyMapping_SetItemString(o, "text", v);

	Py_XDECREF(v);
	if (r < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *set_bad(PyObject *self, PyObject *o)
{
	PyObject *v = PyObject_Repr(o);
	int r = PyDict_SetItemString(self, "text", v); // expect: null-argument

	Py_XDECREF(v);
	if (r < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "set_ok", set_ok, METH_O, NULL },
	{ "set_bad", set_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
