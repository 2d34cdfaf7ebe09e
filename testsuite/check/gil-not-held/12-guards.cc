// SPDX-License-Identifier: GPL-3.0-or-later
/* Guards of C++: what a constructor does, the destructor undoes. */
#include <Python.h>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

class Release {
	PyThreadState *state;
public:
	Release() : state(PyEval_SaveThread()) {}
	~Release() { if (state) PyEval_RestoreThread(state); }
	void back() { PyEval_RestoreThread(state); state = nullptr; }
	Release(const Release &) = delete;
};

class Acquire {
	PyGILState_STATE state;
public:
	Acquire() : state(PyGILState_Ensure()) {}
	~Acquire() { PyGILState_Release(state); }
	Acquire(const Acquire &) = delete;
};

class Ref {
	PyObject *o;
public:
	explicit Ref(PyObject *o) : o(o) {}
	~Ref() { Py_XDECREF(o); }
	PyObject *release() { PyObject *r = o; o = nullptr; return r; }
	PyObject *get() const { return o; }
	Ref(const Ref &) = delete;
};

static long work(long n) noexcept
{
	return n * 3;
}

static PyObject *scope_ok(PyObject *, PyObject *arg) noexcept
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return nullptr;
	{
		Release r;
		n = work(n);
	}
	return PyLong_FromLong(n);
}

static PyObject *scope_bad(PyObject *, PyObject *arg) noexcept
{
	Release r;
	long n = PyLong_AsLong(arg); // expect: gil-not-held 'PyLong_AsLong'

	work(n);
	return PyErr_Occurred() ? nullptr : Py_NewRef(Py_None);
}

static PyObject *inside_ok(PyObject *, PyObject *arg) noexcept
{
	long n = 0;

	{
		Release r;
		n = work(n);
		if (n > 3) {
			Acquire a;
			PySys_WriteStdout("big\n");
		}
	}
	return PyLong_FromLong(n);
}

static PyObject *early_ok(PyObject *, PyObject *arg) noexcept
{
	Release r;
	long n = work(2);

	r.back();
	return PyLong_FromLong(n);
}

/* The reference is dropped before the GIL comes back: members end in reverse. */
static PyObject *order_bad(PyObject *, PyObject *arg) noexcept
{
	PyObject *mine = Py_NewRef(arg);

	{
		Release r;
		Ref held(mine);
		work(1);
	} // expect: gil-not-held
	return Py_NewRef(Py_None);
}

static PyObject *start(PyObject *, PyObject *arg)
{
	try {
	std::thread t([arg] {
		PyObject *r = PyObject_CallNoArgs(arg); // expect: gil-not-held 'PyObject_CallNoArgs'
		Py_XDECREF(r);
	});
	t.detach();
	} catch (...) {
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "scope_ok", scope_ok, METH_O, nullptr },
	{ "scope_bad", scope_bad, METH_O, nullptr },
	{ "inside_ok", inside_ok, METH_O, nullptr },
	{ "early_ok", early_ok, METH_O, nullptr },
	{ "order_bad", order_bad, METH_O, nullptr },
	{ "start", start, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyMethodDef *guard_methods()
{
	return methods;
}
