// SPDX-License-Identifier: GPL-3.0-or-later
/* Module initialisation that goes on after a failure. */
#include <Python.h>

static int module_exec_bad(PyObject *m)
{
	PyObject *json = PyImport_ImportModule("json");

	if (!json)
		return 0; // expect: stale-exception 'PyImport_ImportModule'
	return PyModule_AddObjectRef(m, "json", json) < 0
		? (Py_DECREF(json), -1) : (Py_DECREF(json), 0);
}

static int more_exec_ok(PyObject *m)
{
	PyObject *json = PyImport_ImportModule("simplejson");
	int r;

	if (!json) {
		if (!PyErr_ExceptionMatches(PyExc_ImportError))
			return -1;
		PyErr_Clear();
		return 0;
	}
	r = PyModule_AddObjectRef(m, "json", json);
	Py_DECREF(json);
	return r;
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
