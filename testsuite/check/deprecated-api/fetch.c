// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions as triples are deprecated from 3.12.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
void save_bad(PyObject **t, PyObject **v, PyObject **b)
{
	PyErr_Fetch(t, v, b); // expect: deprecated-api 'PyErr_Fetch' 'since Python 3.12'
}

void restore_bad(PyObject *t, PyObject *v, PyObject *b)
{
	PyErr_Restore(t, v, b); // expect: deprecated-api 'PyErr_Restore'
}

void set_ok(PyObject *v)
{
	PyErr_SetObject(PyExc_ValueError, v);
}
