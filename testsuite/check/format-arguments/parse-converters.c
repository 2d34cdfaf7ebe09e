// SPDX-License-Identifier: GPL-3.0-or-later
// O& takes a converter and what the converter writes.
#include <Python.h>

static int to_int(PyObject *o, int *where)
{
	long l = PyLong_AsLong(o);

	if (l == -1 && PyErr_Occurred())
		return 0;
	*where = (int) l;
	return 1;
}

static int too_many(PyObject *o, void *where, int extra)
{
	(void) extra;
	return to_int(o, where);
}

PyObject *converted_ok(PyObject *self, PyObject *args)
{
	int i;
	PyObject *path;

	if (!PyArg_ParseTuple(args, "O&O&", to_int, &i,
			      PyUnicode_FSConverter, &path))
		return NULL;
	Py_DECREF(path);
	return PyLong_FromLong(i);
}

PyObject *converted_bad(PyObject *self, PyObject *args)
{
	char c;

	if (!PyArg_ParseTuple(args, "O&", to_int, &c)) // expect: format-arguments 'O&' 'argument 4' 'int *' 'char *'
		return NULL;
	return PyLong_FromLong(c);
}

PyObject *path_bad(PyObject *self, PyObject *args)
{
	const char *path;

	if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path)) // expect: format-arguments 'O&' 'argument 4' 'const char **'
		return NULL;
	Py_DECREF((PyObject *) path);
	Py_RETURN_NONE;
}

PyObject *signature_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "O&", too_many, &i)) // expect: format-arguments 'argument 3' 'int (*)(PyObject *, void *)'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *no_converter_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "O&", &i)) // expect: format-arguments 'too few arguments' 'argument 3'
		return NULL;
	Py_RETURN_NONE;
}
