// SPDX-License-Identifier: GPL-3.0-or-later
// List and format chosen together.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *chosen_bad(PyObject *self, PyObject *args, PyObject *kwargs, int k)
{
	static char *one[] = {"a", NULL}, *two[] = {"a", "b", NULL};
	int a, b = 0;

	switch (k) {
	case 1:
		if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:one", one, &a))
			return NULL;
		break;
	case 2:
		if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii:two", one, &a, &b)) // expect: keyword-list '1 name'
			return NULL;
		break;
	default:
		if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i|i:two", two, &a, &b))
			return NULL;
	}
	return PyLong_FromLong(a + b);
}

PyObject *both_ok(PyObject *self, PyObject *args, PyObject *kwargs, int k)
{
	static char *one[] = {"a", NULL}, *two[] = {"a", "b", NULL};
	int a, b = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, k ? "i:one" : "ii:two", k ? one : two, &a, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *same_format_bad(PyObject *self, PyObject *args, PyObject *kwargs, int k)
{
	static char *one[] = {"a", NULL}, *two[] = {"a", "b", NULL};
	int a, b = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii:two", k ? one : two, &a, &b)) // expect: keyword-list '1 name'
		return NULL;
	return PyLong_FromLong(a + b);
}
