// SPDX-License-Identifier: GPL-3.0-or-later
// A parenthesised group is one argument with one name.
#include <Python.h>

PyObject *group_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "size", "where", NULL };
	int w, h, x = 0, y = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "(ii)|(ii)", names,
					 &w, &h, &x, &y))
		return NULL;
	return PyLong_FromLong(w + h + x + y);
}

PyObject *group_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "width", "height", NULL };
	int w, h;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "(ii)", names, &w, &h)) // expect: keyword-list 'has 2 names' 'takes 1 argument'
		return NULL;
	return PyLong_FromLong(w + h);
}
