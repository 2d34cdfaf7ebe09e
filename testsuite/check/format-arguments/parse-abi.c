// SPDX-License-Identifier: GPL-3.0-or-later
// What differs in name alone is read in the same way, and is no finding.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum colour { RED, GREEN };

PyObject *same_width_ok(PyObject *self, PyObject *args)
{
	unsigned int i;
	int64_t l;
	uint64_t L;
	size_t n;
	signed char b;
	enum colour c;

	if (!PyArg_ParseTuple(args, "ilLnbi", &i, &l, &L, &n, &b, &c))
		return NULL;
	return PyLong_FromLong((long) (i + l + L + n + b + c));
}

PyObject *unknown_ok(PyObject *self, PyObject *args, void *where)
{
	if (!PyArg_ParseTuple(args, "i", where))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *fixed_width_bad(PyObject *self, PyObject *args)
{
	int32_t l;

	if (!PyArg_ParseTuple(args, "l", &l)) // expect: format-arguments 'long *' '(8 bytes)' '(4 bytes)'
		return NULL;
	return PyLong_FromLong(l);
}

PyObject *float_for_int_bad(PyObject *self, PyObject *args)
{
	float f;

	if (!PyArg_ParseTuple(args, "i", &f)) // expect: format-arguments 'int *' 'float *'
		return NULL;
	return PyFloat_FromDouble(f);
}
