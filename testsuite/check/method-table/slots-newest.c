// SPDX-License-Identifier: GPL-3.0-or-later
// Slots of newer versions, declared as their headers do.
// pyrefcheck: python=3.13
#include <Python.h>

#ifndef Py_mod_multiple_interpreters
#define Py_mod_multiple_interpreters 3
#define Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED ((void *) 0)
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED ((void *) 2)
#endif
#ifndef Py_mod_gil
#define Py_mod_gil 4
#define Py_MOD_GIL_NOT_USED ((void *) 1)
#endif

static int exec(PyObject *m) { return 0; }
static PyModuleDef_Slot right[] = {
	{Py_mod_exec, exec},
	{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
	{Py_mod_gil, Py_MOD_GIL_NOT_USED},
	{0, NULL}
};
static PyModuleDef_Slot twice[] = { // expect: method-table 'Py_mod_gil' 'twice'
	{Py_mod_exec, exec},
	{Py_mod_gil, Py_MOD_GIL_NOT_USED},
	{Py_mod_gil, Py_MOD_GIL_NOT_USED},
	{0, NULL}
};
static PyModuleDef a = { PyModuleDef_HEAD_INIT, .m_name = "a", .m_slots = right };
static PyModuleDef b = { PyModuleDef_HEAD_INIT, .m_name = "b", .m_slots = twice };

PyMODINIT_FUNC PyInit_a(void) { return PyModuleDef_Init(&a); }
PyMODINIT_FUNC PyInit_b(void) { return PyModuleDef_Init(&b); }
