// SPDX-License-Identifier: GPL-3.0-or-later
// Py_BuildValue reads values: promoted, and each in its own width.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *index_bad(int n)
{
	return Py_BuildValue("n", n); // expect: format-arguments 'Py_ssize_t' '(8 bytes)' 'int' '(4 bytes)'
}

PyObject *constant_bad(void)
{
	return Py_BuildValue("l", -1); // expect: format-arguments 'long' 'int' '(4 bytes)'
}

PyObject *wide_bad(Py_ssize_t n)
{
	return Py_BuildValue("(i)", n); // expect: format-arguments 'int' 'Py_ssize_t' '(8 bytes)'
}

PyObject *double_bad(int n)
{
	return Py_BuildValue("d", n); // expect: format-arguments 'double' 'int'
}

PyObject *int_bad(double d)
{
	return Py_BuildValue("i", d); // expect: format-arguments 'int' 'double'
}

PyObject *complex_bad(Py_complex c)
{
	return Py_BuildValue("D", c); // expect: format-arguments 'Py_complex *' 'Py_complex'
}

PyObject *values_ok(char c, short s, float f, unsigned char u, Py_ssize_t n,
		    size_t z, Py_complex *x, _Bool p)
{
	return Py_BuildValue("bhfBnnDiic", c, s, f, u, n, z, x, p, 'c', c);
}
