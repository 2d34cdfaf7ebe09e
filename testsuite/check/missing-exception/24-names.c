// SPDX-License-Identifier: GPL-3.0-or-later
/* A static type's name holds what its initializer says. */
#include <Python.h>
#include <string.h>

static PyTypeObject Dotted = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Dotted",
};
static PyTypeObject Plain = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "Plain",
};

static int add_dotted_ok(PyObject *m, PyTypeObject *t)
{
	const char *dot = strrchr(t->tp_name, '.');

	if (!dot)
		return -1;
	Py_INCREF(t);
	if (PyModule_AddObject(m, dot + 1, (PyObject *) t) < 0) {
		Py_DECREF(t);
		return -1;
	}
	return 0;
}

static int add_plain_bad(PyObject *m, PyTypeObject *t)
{
	const char *dot = strrchr(t->tp_name, '.');

	if (!dot)
		return -1; // expect: missing-exception 'add_plain_bad'
	Py_INCREF(t);
	if (PyModule_AddObject(m, dot + 1, (PyObject *) t) < 0) {
		Py_DECREF(t);
		return -1;
	}
	return 0;
}

static PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL };

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&def);

	if (!m)
		return NULL;
	if (add_dotted_ok(m, &Dotted) < 0 || add_plain_bad(m, &Plain) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
