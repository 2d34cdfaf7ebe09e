/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash of bytes does not fail, by whichever way it is asked for. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *make(void)
{
	return PyBytes_FromStringAndSize("ab", 2);
}

static Py_hash_t hash_ok(PyObject *self)
{
	PyObject *w = make();
	Py_hash_t x;

	if (!w)
		return -1;
	x = Py_TYPE(w)->tp_hash(w);
	if (x == -1)
		x = -2;
	Py_DECREF(w);
	return x;
}

static Py_hash_t hash_bad(PyObject *self)
{
	PyObject *w = PyObject_CallNoArgs(self);
	Py_hash_t x;

	if (!w)
		return -1;
	x = Py_TYPE(w)->tp_hash(w);
	if (x == -1)
		x = -2;
	Py_DECREF(w);
	return x; // expect: stale-exception
}

PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok",
	.tp_hash = hash_ok,
};
PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad",
	.tp_hash = hash_bad,
};
