// SPDX-License-Identifier: GPL-3.0-or-later
/* The handler of what an unknown C++ function throws. */
#include <Python.h>
#include <stdexcept>
#include <string>

int crunch(int n);
int safe(int n) noexcept;
extern "C" int c_crunch(int n);
struct Guard { Guard() noexcept; ~Guard(); };

static PyObject *returns_bad(PyObject *, PyObject *args)
{
	int n = 0;
	PyThreadState *ts = PyEval_SaveThread();

	try {
		n = crunch(n);
	} catch (...) {
		return nullptr; // expect: gil-unbalanced 'after a C++ exception'
	}
	PyEval_RestoreThread(ts);
	return PyLong_FromLong(n);
}
static PyObject *uses_bad(PyObject *, PyObject *args)
{
	int n = 0;

	try {
		Py_BEGIN_ALLOW_THREADS
		n = crunch(n); // expect: gil-unbalanced
		Py_END_ALLOW_THREADS
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return nullptr;
	}
	return PyLong_FromLong(n);
}
static PyObject *flag_ok(PyObject *, PyObject *args)
{
	bool failed = false;
	int n = 0;
	PyThreadState *ts = PyEval_SaveThread();

	try {
		n = crunch(n);
	} catch (...) {
		failed = true;
	}
	PyEval_RestoreThread(ts);
	if (failed) {
		PyErr_SetString(PyExc_ValueError, "failed");
		return nullptr;
	}
	return PyLong_FromLong(n);
}
static PyObject *noexcept_ok(PyObject *, PyObject *args)
{
	int n = 0;

	try {
		std::string s(100, 'x');
		Py_BEGIN_ALLOW_THREADS
		n = safe(n) + c_crunch(n);
		Py_END_ALLOW_THREADS
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	return PyLong_FromLong(n);
}
/* Nobody knows what the destructor of the guard does. */
static PyObject *guard_ok(PyObject *, PyObject *args)
{
	int n = 0;
	PyThreadState *ts = PyEval_SaveThread();

	try {
		Guard g;
		n = crunch(n);
	} catch (...) {
		return nullptr;
	}
	PyEval_RestoreThread(ts);
	return PyLong_FromLong(n);
}
static PyMethodDef methods[] = {
	{ "a", returns_bad, METH_VARARGS, nullptr },
	{ "b", uses_bad, METH_VARARGS, nullptr },
	{ "c", flag_ok, METH_VARARGS, nullptr },
	{ "d", noexcept_ok, METH_VARARGS, nullptr },
	{ "e", guard_ok, METH_VARARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};
PyMethodDef *caught_methods() { return methods; }
