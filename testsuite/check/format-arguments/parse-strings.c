// SPDX-License-Identifier: GPL-3.0-or-later
// s, z, y and their lengths.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *array_bad(PyObject *self, PyObject *args)
{
	char name[32];

	if (!PyArg_ParseTuple(args, "s", name)) // expect: format-arguments 'const char **' 'char *'
		return NULL;
	return PyUnicode_FromString(name);
}

PyObject *length_bad(PyObject *self, PyObject *args)
{
	const char *s;
	int len;

	if (!PyArg_ParseTuple(args, "s#", &s, &len)) // expect: format-arguments 's#' 'argument 4' 'Py_ssize_t *' 'int *'
		return NULL;
	return PyUnicode_FromStringAndSize(s, len);
}

PyObject *length_missing_bad(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "y#", &s)) // expect: format-arguments 'too few arguments' 'argument 4' 'Py_ssize_t *'
		return NULL;
	return PyUnicode_FromString(s);
}

PyObject *buffer_bad(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "y*", &s)) // expect: format-arguments 'Py_buffer *' 'const char **'
		return NULL;
	PyBuffer_Release((Py_buffer *) &s);
	Py_RETURN_NONE;
}

PyObject *strings_ok(PyObject *self, PyObject *args)
{
	const char *s, *z;
	unsigned char *y;
	Py_ssize_t ys, zs;
	void *any;

	if (!PyArg_ParseTuple(args, "sz#y#s", &s, &z, &zs, &y, &ys, &any))
		return NULL;
	return PyUnicode_FromString(s);
}

PyObject *buffer_ok(PyObject *self, PyObject *args)
{
	Py_buffer view;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	r = PyLong_FromSsize_t(view.len);
	PyBuffer_Release(&view);
	return r;
}
