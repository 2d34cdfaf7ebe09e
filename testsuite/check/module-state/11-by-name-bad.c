// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=enable=module-state
/* By name alone. */
#include <Python.h>

static struct PyModuleDef def = {	// expect: module-state 'single phase'
	PyModuleDef_HEAD_INIT, "m", NULL, 0, NULL
};
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
