// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* PyExc_ variables are read each time they are named, and hold the same. */
#include <Python.h>

static int counted_ok(PyObject *module)
{
	Py_INCREF(PyExc_OSError);
	if (PyModule_AddObject(module, "error", PyExc_OSError) < 0) {
		Py_DECREF(PyExc_OSError);
		return -1;
	}
	return 0;
}

static int other_bad(PyObject *module)
{
	Py_INCREF(PyExc_OSError);
	if (PyModule_AddObject(module, "error", PyExc_ValueError) < 0) // expect: missing-incref 'PyExc_ValueError'
		return -1;
	return 0;
}

static int uncounted_bad(PyObject *module)
{
	return PyModule_AddObject(module, "error", PyExc_OSError); // expect: missing-incref 'PyExc_OSError'
}

static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, counted_ok }, { Py_mod_exec, other_bad },
	{ Py_mod_exec, uncounted_bad }, { 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "exceptions", NULL, 0, NULL, slots, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_exceptions(void)
{
	return PyModuleDef_Init(&module);
}
