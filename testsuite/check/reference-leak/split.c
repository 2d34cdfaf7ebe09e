/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: args=max-outcomes=3
/* Whether a helper leaves a reference depends on what too many outcomes cannot
 * tell: nothing is claimed. */
#include <Python.h>
typedef struct { PyObject *match, *rest; } result;

static int split(PyObject *exc, PyObject *type, int construct_rest, result *to)
{
	int is;

	to->match = to->rest = NULL;
	if (exc == Py_None || type == Py_None)
		return 0;
	is = PyObject_IsInstance(exc, type);
	if (is < 0)
		return -1;
	if (is)
		to->match = PyObject_Repr(exc);
	else if (construct_rest)
		to->rest = PyObject_Str(exc);
	else
		return 0;
	return to->match || to->rest ? 0 : -1;
}

PyObject *subgroup_ok(PyObject *exc, PyObject *type)
{
	result r;
	PyObject *found;

	if (split(exc, type, 0, &r) < 0)
		return NULL;
	found = r.match ? r.match : Py_None;
	Py_INCREF(found);
	Py_XDECREF(r.match);
	return found;
}

PyObject *both_bad(PyObject *exc, PyObject *type)
{
	PyObject *s = PyObject_Str(exc);
	result r;

	if (!s)
		return NULL;
	if (split(exc, type, 1, &r) < 0)
		return NULL; // expect: reference-leak 's'
	Py_XDECREF(r.match);
	Py_XDECREF(r.rest);
	return s;
}
