// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
#include <Python.h>

static int exec(PyObject *m) { return PyModule_AddIntConstant(m, "one", 1); }
static PyModuleDef_Slot slots[] = { {Py_mod_exec, exec}, {0, NULL} };
static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_slots = slots
};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def); }
