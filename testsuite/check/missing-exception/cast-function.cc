// SPDX-License-Identifier: GPL-3.0-or-later
/* C++ wraps the functions of a table in one that casts: the table is filled when
 * the program starts. */
#include <Python.h>

template <typename T> constexpr PyCFunction method(T f)
{
	return (PyCFunction) (void (*)(void)) f;
}

static PyObject *find_bad(PyObject *self, PyObject *args)
{
	return nullptr; // expect: missing-exception
}
static PyObject *found_ok(PyObject *self, PyObject *args)
{
	return PyLong_FromLong(1);
}
static PyObject *named_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	if (!kwargs)
		return nullptr; // expect: missing-exception
	return PyLong_FromLong(1);
}

static PyMethodDef methods[] = {
	{ "find", method(find_bad), METH_VARARGS, nullptr },
	{ "found", method(found_ok), METH_VARARGS, nullptr },
	{ "named", method(named_bad), METH_VARARGS | METH_KEYWORDS, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
