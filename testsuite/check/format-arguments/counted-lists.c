// SPDX-License-Identifier: GPL-3.0-or-later
// Lists with a count before them.
#include <Python.h>

PyObject *pack_ok(PyObject *a, PyObject *b)
{
	return PyTuple_Pack(2, a, b);
}

PyObject *pack_bad(PyObject *a, PyObject *b)
{
	return PyTuple_Pack(3, a, b); // expect: format-arguments 'told of 3 arguments, but 2 follow'
}

PyObject *pack_more_bad(PyObject *a, PyObject *b)
{
	return PyTuple_Pack(1, a, b); // expect: format-arguments 'told of 1 argument, but 2 follow'
}

PyObject *pack_type_bad(PyObject *a)
{
	return PyTuple_Pack(2, a, 1); // expect: format-arguments 'argument 3' 'PyObject *' 'int'
}

PyObject *unpack_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b = Py_None;

	if (!PyArg_UnpackTuple(args, "f", 1, 2, &a, &b))
		return NULL;
	return PyTuple_Pack(2, a, b);
}

PyObject *unpack_bad(PyObject *self, PyObject *args)
{
	PyObject *a;

	if (!PyArg_UnpackTuple(args, "f", 1, 2, &a)) // expect: format-arguments 'told of 2 arguments, but 1 follows'
		return NULL;
	Py_INCREF(a);
	return a;
}

PyObject *unpack_type_bad(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_UnpackTuple(args, "f", 1, 1, &s)) // expect: format-arguments 'argument 5' 'PyObject **' 'const char **'
		return NULL;
	return PyUnicode_FromString(s);
}
