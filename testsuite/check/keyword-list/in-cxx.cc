// SPDX-License-Identifier: GPL-3.0-or-later
// const_cast and static const lists, as C++ writes them.
#include <Python.h>

PyObject *cast_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static const char *names[] = { "a", "b", nullptr };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO",
					 const_cast<char **>(names), &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *cast_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static const char *names[] = { "a", "b" };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", // expect: keyword-list 'does not end with NULL'
					 const_cast<char **>(names), &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *local_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	const char *const names[] = { "a", 0 };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", // expect: keyword-list 'has 1 name,'
					 (char **) names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
