// SPDX-License-Identifier: GPL-3.0-or-later
/* Callbacks that are members of a class or closures, and what threads run. */
#include <Python.h>

#include <future>
#include <thread>

extern "C" int lib_each(int (*)(void *), void *);

struct Bad {
	static int tramp_bad(void *p)
	{
		PyErr_WriteUnraisable((PyObject *) p); // expect: gil-not-held
		return 0;
	}
};

struct Good {
	static int tramp_ok(void *p)
	{
		PyGILState_STATE s = PyGILState_Ensure();

		PyErr_WriteUnraisable((PyObject *) p);
		PyGILState_Release(s);
		return 0;
	}
	static int held_ok(void *p)
	{
		PyErr_WriteUnraisable((PyObject *) p);
		return 0;
	}
};

static PyObject *closures(PyObject *, PyObject *o)
{
	Py_BEGIN_ALLOW_THREADS
	lib_each(Bad::tramp_bad, o);
	lib_each(Good::tramp_ok, o);
	lib_each([](void *p) -> int {
		PyErr_WriteUnraisable((PyObject *) p); // expect: gil-not-held
		return 0;
	}, o);
	Py_END_ALLOW_THREADS
	lib_each(Good::held_ok, o);
	lib_each([](void *p) -> int {
		PyErr_WriteUnraisable((PyObject *) p);
		return 0;
	}, o);
	Py_RETURN_NONE;
}

static void run_bad(PyObject *o)
{
	PyErr_WriteUnraisable(o); // expect: gil-not-held
}
static void run_ok(PyObject *o)
{
	PyGILState_STATE s = PyGILState_Ensure();

	PyErr_WriteUnraisable(o);
	PyGILState_Release(s);
}

static PyObject *threads(PyObject *, PyObject *o)
{
	try {
		std::thread(run_bad, o).detach();
		std::thread(run_ok, o).detach();
		auto r = std::async(std::launch::async, [o] {
			PyErr_WriteUnraisable(o); // expect: gil-not-held
		});
		Py_BEGIN_ALLOW_THREADS
		r.wait();
		Py_END_ALLOW_THREADS
	} catch (...) {
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "closures", closures, METH_O, nullptr },
	{ "threads", threads, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
