// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* What a function of another file answers NULL for; chained exceptions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *layout_of(PyObject *type);

/* "It has none" for all that is known. */
static PyObject *has_layout_ok(PyObject *self, PyObject *type)
{
	PyObject *layout = layout_of(type), *r;

	if (!layout) {
		r = PyObject_GetAttrString(type, "_layout_");
		return r;
	}
	return layout;
}

static PyObject *cleaned_bad(PyObject *self, PyObject *type)
{
	PyObject *layout = layout_of(type), *r;

	if (!layout) {
		r = PyObject_CallMethod(type, "close", NULL); // expect: exception-clobbered 'PyObject_CallMethod'
		Py_XDECREF(r);
		return NULL;
	}
	return layout;
}

static PyObject *chained_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "flush", NULL);
	PyObject *type, *value, *tb;

	PyErr_Fetch(&type, &value, &tb);
	if (PyObject_SetAttrString(o, "closed", Py_True) < 0)
		Py_CLEAR(r);
	_PyErr_ChainExceptions(type, value, tb);
	return r;
}

static PyMethodDef methods[] = {
	{ "has_layout_ok", has_layout_ok, METH_O, NULL },
	{ "cleaned_bad", cleaned_bad, METH_O, NULL },
	{ "chained_ok", chained_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "unknown", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_unknown(void)
{
	return PyModule_Create(&module);
}
