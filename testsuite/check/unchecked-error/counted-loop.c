/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversion in a loop that is counted to a small number: each round can
 * fail. */
#include <Python.h>

static PyObject *mask_bad(PyObject *module, PyObject *arg)
{
	char mask[8] = { 0 };
	int i;

	for (i = 0; i < 7; i++) {
		PyObject *item = PySequence_GetItem(arg, i);

		if (!item)
			return NULL;
		mask[i] = (char) PyLong_AsLong(item);	// expect: unchecked-error 'PyLong_AsLong'
		Py_DECREF(item);
	}
	return PyBytes_FromStringAndSize(mask, sizeof (mask));
}

static PyObject *mask_ok(PyObject *module, PyObject *arg)
{
	char mask[8] = { 0 };
	int i;

	for (i = 0; i < 7; i++) {
		PyObject *item = PySequence_GetItem(arg, i);
		long n;

		if (!item)
			return NULL;
		n = PyLong_AsLong(item);
		Py_DECREF(item);
		if (n == -1 && PyErr_Occurred())
			return NULL;
		mask[i] = (char) n;
	}
	return PyBytes_FromStringAndSize(mask, sizeof (mask));
}

static PyObject *same_bad(PyObject *module, PyObject *arg)
{
	char mask[8] = { 0 };
	int i;

	for (i = 0; i < 8; i++)
		mask[i] = (char) PyLong_AsLong(arg);	// expect: unchecked-error 'PyLong_AsLong'
	return PyBytes_FromStringAndSize(mask, sizeof (mask));
}

static PyObject *same_ok(PyObject *module, PyObject *arg)
{
	char mask[8] = { 0 };
	int i;

	for (i = 0; i < 8; i++)
		mask[i] = (char) PyLong_AsLong(arg);
	if (PyErr_Occurred())
		return NULL;
	return PyBytes_FromStringAndSize(mask, sizeof (mask));
}

static PyMethodDef methods[] = {
	{ "mask_bad", mask_bad, METH_O, NULL },
	{ "mask_ok", mask_ok, METH_O, NULL },
	{ "same_bad", same_bad, METH_O, NULL },
	{ "same_ok", same_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "counted", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_counted(void)
{
	return PyModule_Create(&def);
}
