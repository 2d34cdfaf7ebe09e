// SPDX-License-Identifier: GPL-3.0-or-later
// Macros and inline functions of the limited API.
#define Py_LIMITED_API 0x03090000
#include <string.h>
#include <Python.h>
PyObject *count_ok(PyObject *o)
{
	Py_INCREF(o);
	Py_XDECREF((PyObject *) NULL);
	return o;
}

int check_ok(PyObject *o)
{
	return PyLong_Check(o) || PyObject_TypeCheck(o, &PyList_Type);
}

void *memory_ok(size_t n)
{
	void *p = PyMem_Malloc(n);

	if (p)
		memset(p, 0, n);
	return p;
}
