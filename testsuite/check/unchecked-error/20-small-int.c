/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small int of Py_BuildValue stands ready like PyLong_FromLong's. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *fill_ok(PyObject *self, PyObject *l)
{
	unsigned char b[1] = { 7 };
	PyObject *v = Py_BuildValue("l", (long) b[0]);

	if (!PyList_Check(l) || PyList_GET_SIZE(l) < 1) {
		Py_DECREF(v);
		Py_RETURN_NONE;
	}
	if (PyList_SetItem(l, 0, v) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *fill_bad(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0), *v;

	if (!l)
		return NULL;
	v = Py_BuildValue("n", PyTuple_GET_SIZE(o) + 300);
	if (v)
		PyList_Append(l, v); // expect: unchecked-error 'PyList_Append'
	Py_XDECREF(v);
	return l; // expect: stale-exception 'Py_BuildValue'
}

static PyMethodDef methods[] = {
	{ "fill_ok", fill_ok, METH_O, NULL },
	{ "fill_bad", fill_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
