// SPDX-License-Identifier: GPL-3.0-or-later
/* Flags that are no calling convention. */
#include <Python.h>

static PyObject *f(PyObject *self, PyObject *args) { Py_RETURN_NONE; }

static PyMethodDef type_methods[] = {
	{"a", f, METH_VARARGS | METH_CLASS | METH_STATIC, NULL},	// expect: method-table 'both METH_CLASS and METH_STATIC'
	{NULL}
};
static PyMethodDef methods[] = {
	{"b", f, METH_KEYWORDS, NULL},	// expect: method-table 'no calling convention'
	{"c", f, 0, NULL},		// expect: method-table 'no calling convention'
	{"d", f, METH_NOARGS | METH_O, NULL},	// expect: method-table 'no calling convention'
	{"e", f, METH_VARARGS | METH_STATIC, NULL},	// expect: method-table 'a function of a module'
	{"g", f, METH_FASTCALL | METH_VARARGS, NULL},	// expect: method-table 'no calling convention'
	{NULL}
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof (PyObject),
	.tp_methods = type_methods,
};
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void)
{
	if (PyType_Ready(&type) < 0)
		return NULL;
	return PyModule_Create(&def);
}
