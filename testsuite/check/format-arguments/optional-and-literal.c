// SPDX-License-Identifier: GPL-3.0-or-later
// Names and messages behind ':' and ';' are no codes.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *name_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i:is_int", &i))
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *message_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i;an int is due: 0 or 1 (not 2)", &i))
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *no_colon_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i name", &i)) // expect: format-arguments
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *dollar_bad(PyObject *self, PyObject *args)
{
	int i = 0;

	if (!PyArg_ParseTuple(args, "|$i", &i)) // expect: format-arguments '$'
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *comma_bad(PyObject *self, PyObject *args)
{
	int i, j;

	if (!PyArg_ParseTuple(args, "i,i", &i, &j)) // expect: format-arguments ','
		return NULL;
	return PyLong_FromLong(i + j);
}

PyObject *w_bad(PyObject *self, PyObject *args)
{
	char *s;

	if (!PyArg_ParseTuple(args, "w", &s)) // expect: format-arguments 'w'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *w_hash_bad(PyObject *self, PyObject *args)
{
	char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "w#", &s, &n)) // expect: format-arguments 'w'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *t_hash_bad(PyObject *self, PyObject *args)
{
	char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "t#", &s, &n)) // expect: format-arguments 't'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *e_bad(PyObject *self, PyObject *args)
{
	char *s = NULL;

	if (!PyArg_ParseTuple(args, "e", "utf-8", &s)) // expect: format-arguments 'e'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *e_order_bad(PyObject *self, PyObject *args)
{
	char *s = NULL;

	if (!PyArg_ParseTuple(args, "es", &s, "utf-8")) // expect: format-arguments 'argument 3' // expect: format-arguments 'argument 4'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *e_missing_bad(PyObject *self, PyObject *args)
{
	char *s = NULL;

	if (!PyArg_ParseTuple(args, "es", &s)) // expect: format-arguments 'too few arguments' 'argument 3'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *e_ok(PyObject *self, PyObject *args)
{
	char *s = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "es", NULL, &s))
		return NULL;
	r = PyUnicode_FromString(s);
	PyMem_Free(s);
	return r;
}

PyObject *one_bad(PyObject *self, PyObject *o)
{
	int i;

	if (!PyArg_Parse(o, "l", &i)) // expect: format-arguments 'long *' 'int *'
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *one_ok(PyObject *self, PyObject *o)
{
	int i;

	if (!PyArg_Parse(o, "i", &i))
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *pair_ok(PyObject *self, PyObject *o)
{
	int i, j;

	if (!PyArg_Parse(o, "(ii)", &i, &j))
		return NULL;
	return PyLong_FromLong(i + j);
}
