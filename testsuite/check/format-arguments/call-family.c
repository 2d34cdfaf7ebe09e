// SPDX-License-Identifier: GPL-3.0-or-later
// Calls with a format.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *function_ok(PyObject *f, int i)
{
	return PyObject_CallFunction(f, "i", i);
}

PyObject *no_format_ok(PyObject *f)
{
	return PyObject_CallFunction(f, NULL);
}

PyObject *method_ok(PyObject *o, const char *s, Py_ssize_t n)
{
	return PyObject_CallMethod(o, "write", "y#", s, n);
}

PyObject *function_bad(PyObject *f, long l)
{
	return PyObject_CallFunction(f, "i", l); // expect: format-arguments 'argument 3' 'int' 'long'
}

PyObject *method_bad(PyObject *o, PyObject *name)
{
	return PyObject_CallMethod(o, "find", "s", name); // expect: format-arguments 'argument 4' 'const char *' 'PyObject *'
}

PyObject *few_bad(PyObject *o)
{
	return PyObject_CallMethod(o, "find", "(OO)", o); // expect: format-arguments 'too few arguments' 'argument 5'
}
