// SPDX-License-Identifier: GPL-3.0-or-later
/* Single-phase initialisation. */
#include <Python.h>
#include <unistd.h>

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "single", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_single(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	if (sysconf(_SC_PAGESIZE) < 4096) {
		Py_DECREF(m);
		return NULL; // expect: missing-exception 'PyInit_single'
	}
	if (PyModule_AddIntConstant(m, "version", 1) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
