// SPDX-License-Identifier: GPL-3.0-or-later
// The same in C++, with its own NULL and bool.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct Base { PyObject_HEAD int x; };
struct Derived : Base { double y; };

PyObject *objects_ok(PyObject *self, PyObject *args)
{
	Base *b;
	Derived *d;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "OOn", &b, &d, &n))
		return nullptr;
	return PyObject_CallFunctionObjArgs(self, b, d, NULL);
}

PyObject *end_ok(PyObject *f)
{
	return PyObject_CallFunctionObjArgs(f, nullptr);
}

PyObject *flag_bad(PyObject *self, PyObject *args)
{
	bool flag;

	if (!PyArg_ParseTuple(args, "p", &flag)) // expect: format-arguments 'int *' '(1 byte)'
		return NULL;
	return Py_BuildValue("i", flag);
}

namespace {
template <typename T> PyObject *parse(PyObject *args, const char *format)
{
	T value;

	if (!PyArg_ParseTuple(args, "l", &value)) // expect: format-arguments 'long *' 'int *'
		return NULL;
	return PyLong_FromLong(format != NULL);
}
}

PyObject *wide(PyObject *args)
{
	return parse<long>(args, "l");
}

PyObject *narrow(PyObject *args)
{
	return parse<int>(args, "i");
}
