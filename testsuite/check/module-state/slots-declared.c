// SPDX-License-Identifier: GPL-3.0-or-later
// A declared support that the module does not have, and none declared.
// pyrefcheck: args=strict args=disable=version-guard python=3.13
#include <Python.h>

#define Py_mod_multiple_interpreters 3
#define Py_mod_gil 4

static PyObject *shared; // expect: module-state '‘shared’'

static int exec(PyObject *m)
{
	shared = PyList_New(0);
	return shared ? 0 : -1;
}

static PyModuleDef_Slot slots[] = { {Py_mod_exec, exec}, {Py_mod_multiple_interpreters, (void *) 2}, {0, NULL} };
static PyModuleDef def = { PyModuleDef_HEAD_INIT, .m_name = "declared", .m_slots = slots };

PyMODINIT_FUNC PyInit_declared(void) { return PyModuleDef_Init(&def); }
