// SPDX-License-Identifier: GPL-3.0-or-later
/* The result stands in a variable whose address another call gets: it is asked
 * for the end first, and then for the error. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *kind(PyObject *o, int *is_dict)
{
	*is_dict = PyDict_CheckExact(o);
	return Py_NewRef(o);
}

static PyObject *walk_ok(PyObject *m, PyObject *arg)
{
	Py_ssize_t n = 0;
	int r;

	for (;;) {
		PyObject *o;

		r = PySequence_Contains(arg, Py_None);
		if (__builtin_expect(!!(r == 0), 0))
			break;
		if (__builtin_expect(!!(r == -1), 0))
			return NULL;
		o = kind(arg, &r);
		Py_DECREF(o);
		if (r || n++ > 10)
			break;
	}
	return PyLong_FromSsize_t(n);
}

static PyObject *walk_bad(PyObject *m, PyObject *arg)
{
	Py_ssize_t n = 0;
	PyObject *o;
	int r;

	for (;;) {
		r = PySequence_Contains(arg, Py_None);
		if (r == 0) // expect: error-as-truth
			break;
		o = kind(arg, &r);
		Py_DECREF(o);
		if (r == -1 || n++ > 10)
			break;
	}
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "walk", walk_ok, METH_O, NULL },
	{ "walk_bad", walk_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
