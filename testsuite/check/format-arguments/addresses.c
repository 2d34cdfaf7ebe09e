// SPDX-License-Identifier: GPL-3.0-or-later
// A void * as a number of its size is read right, and given on purpose.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *address_ok(void *p, char *s)
{
	return Py_BuildValue("(nlk)", p, (long) s, p);
}

PyObject *string_bad(char *s)
{
	return Py_BuildValue("l", s); // expect: format-arguments 'long' 'char *'
}

PyObject *object_bad(PyObject *o)
{
	return Py_BuildValue("(nO)", o, o); // expect: format-arguments 'Py_ssize_t' 'PyObject *'
}

PyObject *address_bad(void *p)
{
	return Py_BuildValue("i", p); // expect: format-arguments 'int' 'void *'
}

struct pair { int first; double second; };
union either { int i; double d; PyObject *o; };

PyObject *members_ok(PyObject *self, PyObject *args)
{
	struct pair p;
	union either e;
	int items[2];

	if (!PyArg_ParseTuple(args, "idii", &p.first, &p.second, &items[0],
			      items + 1)
	    || !PyArg_ParseTuple(args, "O", &e))
		return NULL;
	return PyLong_FromLong(p.first);
}

PyObject *members_bad(PyObject *self, PyObject *args)
{
	struct pair p;

	if (!PyArg_ParseTuple(args, "ii", &p.first, &p.second)) // expect: format-arguments 'argument 4' 'int *' 'double *'
		return NULL;
	return PyLong_FromLong(p.first);
}
