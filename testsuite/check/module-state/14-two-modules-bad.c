// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
#include <Python.h>

static int exec(PyObject *m) { return 0; }
static PyModuleDef_Slot slots[] = { {Py_mod_exec, exec}, {0, NULL} };
static struct PyModuleDef a = { PyModuleDef_HEAD_INIT, .m_name = "a", .m_slots = slots };
static struct PyModuleDef b = { PyModuleDef_HEAD_INIT, .m_name = "b" };	// expect: module-state 'single phase'
PyMODINIT_FUNC PyInit_a(void) { return PyModuleDef_Init(&a); }
PyMODINIT_FUNC PyInit_b(void) { return PyModule_Create(&b); }
