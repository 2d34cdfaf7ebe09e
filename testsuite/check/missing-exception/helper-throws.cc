// SPDX-License-Identifier: GPL-3.0-or-later
/* What a function of the file throws for a number of C++'s comes with no Python
 * exception; what it throws for a failure of Python's does. */
#include <Python.h>

#include <stdexcept>

static void need(int n)
{
	if (n > 3)
		throw std::runtime_error("too many");
}
static void check(int status)
{
	if (status < 0)
		throw std::runtime_error("failed");
}
/* Set where nobody sees it, with an exception. */
extern bool failing;
static void check_flag(int n)
{
	if (failing && n)
		throw std::runtime_error("failed");
}

static PyObject *need_bad(PyObject *, PyObject *args)
{
	try {
		need((int) PyTuple_GET_SIZE(args));
	} catch (...) {
		return nullptr; // expect: missing-exception
	}
	Py_RETURN_NONE;
}
static PyObject *need_ok(PyObject *, PyObject *args)
{
	try {
		need((int) PyTuple_GET_SIZE(args));
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "too many");
		return nullptr;
	}
	Py_RETURN_NONE;
}
static PyObject *status_ok(PyObject *, PyObject *list)
{
	try {
		check(PyList_Append(list, Py_None));
	} catch (...) {
		return nullptr;
	}
	Py_RETURN_NONE;
}
static PyObject *flag_ok(PyObject *, PyObject *list)
{
	try {
		check_flag(1);
	} catch (...) {
		return nullptr;
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "need", need_bad, METH_VARARGS, nullptr },
	{ "need_ok", need_ok, METH_VARARGS, nullptr },
	{ "status", status_ok, METH_O, nullptr },
	{ "flag", flag_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
