// SPDX-License-Identifier: GPL-3.0-or-later
// A list so long that the compiler copies it from a constant.
#include <Python.h>

PyObject *large_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
			  "k", "l", "m", NULL };
	int v[14] = { 0 };

	if (!PyArg_ParseTupleAndKeywords(args, kw, "|iiiiiiiiiiiiii", names, // expect: keyword-list 'has 13 names' 'takes 14 arguments'
					 v, v + 1, v + 2, v + 3, v + 4, v + 5,
					 v + 6, v + 7, v + 8, v + 9, v + 10,
					 v + 11, v + 12, v + 13))
		return NULL;
	return PyLong_FromLong(v[0]);
}

PyObject *large_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
			  "k", "l", "m", "n", NULL };
	int v[14] = { 0 };

	if (!PyArg_ParseTupleAndKeywords(args, kw, "|iiiiiiiiiiiiii", names,
					 v, v + 1, v + 2, v + 3, v + 4, v + 5,
					 v + 6, v + 7, v + 8, v + 9, v + 10,
					 v + 11, v + 12, v + 13))
		return NULL;
	return PyLong_FromLong(v[0]);
}
