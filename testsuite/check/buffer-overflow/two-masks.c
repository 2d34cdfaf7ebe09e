// SPDX-License-Identifier: GPL-3.0-or-later
/* No bit of either mask: what is left is less than both say alone. */
#include <Python.h>

static const int table[256] = { 1 };

static int root_ok(int x)
{
	int e = (x & 0xffff0000) ? 16 : (x & 0x0000ff00) ? 8 : 0;

	return e >= 8 ? 0 : table[x];
}

static int root_bad(int x)
{
	int e = (x & 0xffff0000) ? 16 : 0;

	return e >= 4 ? 0 : table[x];	// expect: buffer-overflow 'table'
}

static int less_bad(int x)
{
	int e = (x & 0xffff0000) ? 16 : (x & 0x0000f000) ? 12 : 0;

	return e >= 8 ? 0 : table[x];	// expect: buffer-overflow 'table'
}

/* As gcc-12 writes the first of them. */
static int more_bad(int x)
{
	int e = (unsigned) x > 0xffff ? 16 : 0;

	return e >= 4 ? 0 : table[x];	// expect: buffer-overflow 'table'
}

static PyObject *roots(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return Py_BuildValue("iiii", root_ok((int)n), root_bad((int)n),
			     less_bad((int)n), more_bad((int)n));
}

PyMethodDef methods[] = {
	{"roots", roots, METH_O, NULL}, {NULL, NULL, 0, NULL}
};
