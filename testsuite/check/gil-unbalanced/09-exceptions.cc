// SPDX-License-Identifier: GPL-3.0-or-later
/* A C++ exception leaves a region as a return does. */
#include <Python.h>
#include <stdexcept>
#include <string>
#include <unistd.h>

class Source {
	int fd = -1;
	void connect(int n);
	void connect_back(int n);
public:
	Source(int n) { connect(n); }
	explicit Source(const std::string &s) { connect_back((int) s.size()); }
};

void Source::connect(int n)
{
	Py_BEGIN_ALLOW_THREADS
	fd = dup(n);
	if (fd < 0)
		throw std::runtime_error("cannot connect"); // expect: gil-unbalanced
	Py_END_ALLOW_THREADS
}

void Source::connect_back(int n)
{
	Py_BEGIN_ALLOW_THREADS
	fd = dup(n);
	if (fd < 0) {
		Py_BLOCK_THREADS
		throw std::runtime_error("cannot connect");
	}
	Py_END_ALLOW_THREADS
}

static int risky(int n)
{
	if (n < 0)
		throw std::invalid_argument("negative");
	return n;
}

static PyObject *call_bad(PyObject *, PyObject *arg)
{
	int n = 0;

	try {
		Py_BEGIN_ALLOW_THREADS
		n = risky(n - 1); // expect: gil-unbalanced
		Py_END_ALLOW_THREADS
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ValueError, e.what()); // expect: gil-not-held
		return nullptr;
	}
	return PyLong_FromLong(n);
}

static PyObject *call_ok(PyObject *, PyObject *arg)
{
	int n = 0;
	PyThreadState *save = PyEval_SaveThread();

	try {
		n = risky(n - 1);
	} catch (const std::exception &e) {
		PyEval_RestoreThread(save);
		PyErr_SetString(PyExc_ValueError, e.what());
		return nullptr;
	}
	PyEval_RestoreThread(save);
	return PyLong_FromLong(n);
}

struct NoGil {
	PyThreadState *s;
	NoGil() : s(PyEval_SaveThread()) {}
	~NoGil() { PyEval_RestoreThread(s); }
};

static PyObject *guard_ok(PyObject *, PyObject *arg)
{
	int n = 0;

	try {
		NoGil g;
		n = risky(n - 1);
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return nullptr;
	}
	return PyLong_FromLong(n);
}

static PyMethodDef methods[] = {
	{ "call_bad", call_bad, METH_O, nullptr },
	{ "call_ok", call_ok, METH_O, nullptr },
	{ "guard_ok", guard_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyMethodDef *source_methods()
{
	return methods;
}

Source *make(int n) { return new Source(n); }
Source *make(const std::string &s) { return new Source(s); }
