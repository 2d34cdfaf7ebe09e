// SPDX-License-Identifier: GPL-3.0-or-later
// float, double and complex are three things.
#include <Python.h>

PyObject *double_bad(PyObject *self, PyObject *args)
{
	float f;

	if (!PyArg_ParseTuple(args, "d", &f)) // expect: format-arguments 'double *' 'float *' '(4 bytes)'
		return NULL;
	return PyFloat_FromDouble(f);
}

PyObject *float_bad(PyObject *self, PyObject *args)
{
	double d;

	if (!PyArg_ParseTuple(args, "f", &d)) // expect: format-arguments 'float *' 'double *' '(8 bytes)'
		return NULL;
	return PyFloat_FromDouble(d);
}

PyObject *floats_ok(PyObject *self, PyObject *args)
{
	float f;
	double d;
	Py_complex c;
	double pair[2];

	if (!PyArg_ParseTuple(args, "fdDD", &f, &d, &c, pair))
		return NULL;
	return PyFloat_FromDouble(f + d + c.real + pair[0]);
}

PyObject *complex_bad(PyObject *self, PyObject *args)
{
	int c;

	if (!PyArg_ParseTuple(args, "D", &c)) // expect: format-arguments 'Py_complex *' '(16 bytes)'
		return NULL;
	return PyLong_FromLong(c);
}
