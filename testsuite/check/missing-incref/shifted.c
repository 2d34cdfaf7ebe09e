// SPDX-License-Identifier: GPL-3.0-or-later
/* Items that move on by one inside their own tuple. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The last item was given away by the caller. */
void insert_ok(PyObject *tuple, Py_ssize_t where, PyObject *v, Py_ssize_t n)
{
	Py_ssize_t i;

	for (i = n - 2; i >= where; i--) {
		PyObject *item = PyTuple_GET_ITEM(tuple, i);

		PyTuple_SET_ITEM(tuple, i + 1, item);
	}
	PyTuple_SET_ITEM(tuple, where, Py_NewRef(v));
}

/* The caller has the item that goes. */
void remove_ok(PyObject *tuple, Py_ssize_t where)
{
	Py_ssize_t n = PyTuple_GET_SIZE(tuple), i;

	for (i = where + 1; i < n; i++)
		PyTuple_SET_ITEM(tuple, i - 1, PyTuple_GET_ITEM(tuple, i));
	PyTuple_SET_ITEM(tuple, n - 1, Py_NewRef(Py_None));
}

/* Another tuple has them still. */
PyObject *shifted_bad(PyObject *self, PyObject *tuple)
{
	Py_ssize_t n, i;
	PyObject *r;

	if (!PyTuple_CheckExact(tuple))
		Py_RETURN_NONE;
	n = PyTuple_GET_SIZE(tuple);
	r = PyTuple_New(n + 1);
	if (!r)
		return NULL;
	for (i = 0; i < n; i++)
		PyTuple_SET_ITEM(r, i + 1, PyTuple_GET_ITEM(tuple, i)); // expect: missing-incref
	PyTuple_SET_ITEM(r, 0, Py_NewRef(Py_None));
	return r;
}

/* Both slots have it in the end. */
void twice_bad(PyObject *tuple, Py_ssize_t n)
{
	Py_ssize_t i;

	for (i = 0; i < n; i++)
		PyTuple_SET_ITEM(tuple, i + n, PyTuple_GET_ITEM(tuple, i)); // expect: missing-incref
}
