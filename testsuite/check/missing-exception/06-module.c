// SPDX-License-Identifier: GPL-3.0-or-later
/* The module's own functions: what the import relies on. */
#include <Python.h>

static int module_exec_bad(PyObject *m)
{
	if (!getenv("HOME"))
		return -1; // expect: missing-exception 'module_exec_bad' 'returns -1'
	return PyModule_AddIntConstant(m, "version", 1);
}

static int more_exec_ok(PyObject *m)
{
	PyObject *error_class;
	int status;

	if (!getenv("HOME")) {
		PyErr_SetString(PyExc_ImportError, "no library");
		return -1;
	}
	error_class = PyErr_NewException("module.error", NULL, NULL);
	status = PyModule_AddObjectRef(m, "error", error_class);
	Py_XDECREF(error_class);
	return status;
}

static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, module_exec_bad },
	{ Py_mod_exec, more_exec_ok },
	{ 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "module", NULL, 0, NULL, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_module(void)
{
	return PyModuleDef_Init(&module);
}
