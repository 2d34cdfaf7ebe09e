// SPDX-License-Identifier: GPL-3.0-or-later
/* An element that is read twice is one object: what was found out about it
 * holds for the second, too. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *sum_ok(PyObject *self, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence"), **items;
	long sum = 0;
	Py_ssize_t i, n;

	if (!seq)
		return NULL;
	items = PySequence_Fast_ITEMS(seq);
	n = PySequence_Fast_GET_SIZE(seq);
	for (i = 0; i < n; i++) {
		long v;

		if (!PyLong_Check(items[i])) {
			Py_DECREF(seq);
			PyErr_SetString(PyExc_TypeError, "ints are needed");
			return NULL;
		}
		v = PyLong_AsLong(items[i]);
		if (v == -1 && PyErr_Occurred()) {
			Py_DECREF(seq);
			return NULL;
		}
		sum += v;
	}
	Py_DECREF(seq);
	return PyLong_FromLong(sum);
}

static PyObject *sum_bad(PyObject *self, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence"), **items;
	long sum = 0;
	Py_ssize_t i, n;

	if (!seq)
		return NULL;
	items = PySequence_Fast_ITEMS(seq);
	n = PySequence_Fast_GET_SIZE(seq);
	for (i = 0; i < n; i++) {
		long v = PyLong_AsLong(items[i]); // expect: stale-borrow

		if (v == -1 && PyErr_Occurred()) {
			Py_DECREF(seq);
			return NULL;
		}
		sum += v;
	}
	Py_DECREF(seq);
	return PyLong_FromLong(sum);
}

static PyMethodDef methods[] = {
	{ "sum_ok", sum_ok, METH_O, NULL },
	{ "sum_bad", sum_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
