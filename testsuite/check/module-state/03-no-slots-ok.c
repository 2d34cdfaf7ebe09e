// SPDX-License-Identifier: GPL-3.0-or-later
/* Multi-phase without slots. */
#include <Python.h>

static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, NULL };
PyMODINIT_FUNC PyInit_x(void) { return PyModuleDef_Init(&def); }
