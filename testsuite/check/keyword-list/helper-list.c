// SPDX-License-Identifier: GPL-3.0-or-later
// A helper parses with the list that its caller gives.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdarg.h>

static int parse_pair(PyObject *args, PyObject *kwargs, const char *format, char **names, int *a, int *b)
{
	return PyArg_ParseTupleAndKeywords(args, kwargs, format, names, a, b); // expect: keyword-list '1 name' '2 arguments'
}

PyObject *pair_right(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"a", "b", NULL};
	int a, b;

	if (!parse_pair(args, kwargs, "ii:f", names, &a, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *pair_wrong(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"a", NULL};
	int a, b;

	if (!parse_pair(args, kwargs, "ii:f", names, &a, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}

static int parse_va(PyObject *args, PyObject *kwargs, const char *format, char **names, ...)
{
	va_list ap;
	int r;

	va_start(ap, names);
	r = PyArg_VaParseTupleAndKeywords(args, kwargs, format, names, ap);
	va_end(ap);
	return r;
}

PyObject *va_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"a", NULL};
	int a, b;

	if (!parse_va(args, kwargs, "ii:f", names, &a, &b)) // expect: keyword-list '1 name' '2 arguments'
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *va_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"a", "b", NULL};
	int a, b;

	if (!parse_va(args, kwargs, "ii:f", names, &a, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}
