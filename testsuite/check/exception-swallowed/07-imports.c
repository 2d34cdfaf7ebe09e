// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// Optional modules.
#include <Python.h>

static PyObject *numpy;

static PyObject *array_bad(PyObject *self, PyObject *o)
{
	PyObject *np = PyImport_ImportModule("numpy"), *r;

	if (!np) {
		PyErr_Clear(); // expect: exception-swallowed 'PyImport_ImportModule'
		return PySequence_List(o);
	}
	r = PyObject_CallMethod(np, "array", "O", o);
	Py_DECREF(np);
	return r;
}

static PyObject *array_ok(PyObject *self, PyObject *o)
{
	PyObject *np = PyImport_ImportModule("numpy"), *r;

	if (!np) {
		if (!PyErr_ExceptionMatches(PyExc_ImportError))
			return NULL;
		PyErr_Clear();
		return PySequence_List(o);
	}
	r = PyObject_CallMethod(np, "array", "O", o);
	Py_DECREF(np);
	return r;
}

/* A module that is there runs nothing when it is looked up. */
static PyObject *main_ok(PyObject *self, PyObject *unused)
{
	PyObject *m = PyImport_AddModule("__main__");

	if (!m) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return Py_NewRef(m);
}

static PyMethodDef methods[] = {
	{ "a", array_bad, METH_O, NULL },
	{ "b", array_ok, METH_O, NULL },
	{ "c", main_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&def);

	if (!m)
		return NULL;
	Py_XSETREF(numpy, PyImport_ImportModule("numpy"));
	if (!numpy)
		PyErr_Clear(); // expect: exception-swallowed
	if (PyModule_AddIntConstant(m, "HAVE_NUMPY", numpy != NULL) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
