// SPDX-License-Identifier: GPL-3.0-or-later
// The scalar units of PyArg_ParseTuple and the C types they write.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *index_bad(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "n", &n)) // expect: format-arguments 'expects argument 3 of type' 'Py_ssize_t *' '(8 bytes)' 'int *' '(4 bytes)'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *index_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *flag_bad(PyObject *self, PyObject *args)
{
	_Bool flag;

	if (!PyArg_ParseTuple(args, "p", &flag)) // expect: format-arguments 'format code' 'p' '(1 byte)'
		return NULL;
	return PyBool_FromLong(flag);
}

PyObject *flag_ok(PyObject *self, PyObject *args)
{
	int flag;

	if (!PyArg_ParseTuple(args, "p", &flag))
		return NULL;
	return PyBool_FromLong(flag);
}

PyObject *narrow_bad(PyObject *self, PyObject *args)
{
	unsigned char c;

	if (!PyArg_ParseTuple(args, "h", &c)) // expect: format-arguments 'short *' '(2 bytes)'
		return NULL;
	return PyLong_FromLong(c);
}

PyObject *all_ok(PyObject *self, PyObject *args)
{
	unsigned char b, B;
	short h;
	unsigned short H;
	int i;
	unsigned int I;
	long l;
	unsigned long k;
	long long L;
	unsigned long long K;
	char c;
	int C;

	if (!PyArg_ParseTuple(args, "bBhHiIlkLKcC", &b, &B, &h, &H, &i, &I,
			      &l, &k, &L, &K, &c, &C))
		return NULL;
	return PyLong_FromLong(b + B + h + H + i + c + C);
}
