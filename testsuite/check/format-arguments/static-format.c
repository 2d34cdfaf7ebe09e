// SPDX-License-Identifier: GPL-3.0-or-later
// A format in a file-scope variable that nobody changes.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static const char *format = "On:f";
static char array[] = "n";
static char *changed = "n";
static const char *const choice[] = { "i", "n" };

void set_changed(char *to)
{
	changed = to;
}

PyObject *pointer_bad(PyObject *self, PyObject *args)
{
	PyObject *o;
	int n;

	if (!PyArg_ParseTuple(args, format, &o, &n)) // expect: format-arguments 'argument 4' 'Py_ssize_t *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *pointer_ok(PyObject *self, PyObject *args)
{
	PyObject *o;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, format, &o, &n))
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *array_bad(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, array, &n)) // expect: format-arguments 'argument 3' 'Py_ssize_t *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *changed_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, changed, &n))
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *element_bad(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, choice[1], &n)) // expect: format-arguments 'argument 3' 'Py_ssize_t *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *element_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, choice[0], &n))
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *local_array_bad(PyObject *self, PyObject *args)
{
	char local[] = "n:f";
	int n;

	if (!PyArg_ParseTuple(args, local, &n)) // expect: format-arguments 'argument 3' 'Py_ssize_t *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *local_array_ok(PyObject *self, PyObject *args)
{
	char local[] = "n:f";
	int n;

	local[0] = 'i';
	if (!PyArg_ParseTuple(args, local, &n))
		return NULL;
	return PyLong_FromLong(n);
}
