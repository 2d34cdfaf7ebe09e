// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* Single-phase initialization, m_size -1. */
#include <Python.h>

static struct PyModuleDef def = {	// expect: module-state 'single phase' // expect: module-state 'm_size'
	PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL
};
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
