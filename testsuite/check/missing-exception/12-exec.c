// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Initialisation in several phases.
#include <Python.h>

PyAPI_FUNC(int) PyModule_Add(PyObject *, const char *, PyObject *);

static PyType_Spec spec;

static int exec_bad(PyObject *m)
{
	PyObject *d = PyModule_GetDict(m);
	PyObject *all;

	all = PyDict_GetItemString(d, "__all__");
	if (!all)
		return -1; // expect: missing-exception
	return PyList_Sort(all);
}

static int exec_ok(PyObject *m)
{
	PyObject *t = PyType_FromModuleAndSpec(m, &spec, NULL);

	if (PyModule_Add(m, "T", t) < 0)
		return -1;
	if (PyModule_AddIntConstant(m, "ONE", 1) < 0)
		return -1;
	return 0;
}

static PyModuleDef_Slot slots[] = {
	{Py_mod_exec, exec_bad},
	{Py_mod_exec, exec_ok},
	{0, NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, NULL, slots
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
