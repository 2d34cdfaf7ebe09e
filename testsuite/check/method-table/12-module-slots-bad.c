// SPDX-License-Identifier: GPL-3.0-or-later
/* Module slots: no end, Py_mod_create twice, a negative size. */
#include <Python.h>

static int exec(PyObject *m) { return 0; }
static PyObject *create(PyObject *spec, PyModuleDef *def) { return PyModule_New("m"); }

static PyModuleDef_Slot no_end[] = {	// expect: method-table 'has no end'
	{Py_mod_exec, exec},
};
static PyModuleDef_Slot twice[] = {
	{Py_mod_create, create},
	{Py_mod_create, create},	// expect: method-table 'Py_mod_create' 'twice'
	{Py_mod_exec, exec},
	{Py_mod_exec, exec},
	{0, NULL}
};
static struct PyModuleDef def1 = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_slots = no_end
};
static struct PyModuleDef def2 = {	// expect: method-table 'negative' 'm_size'
	PyModuleDef_HEAD_INIT, .m_name = "n", .m_size = -1, .m_slots = twice
};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def1); }
PyMODINIT_FUNC PyInit_n(void) { return PyModuleDef_Init(&def2); }
