// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 flags=-std=c++17
// Which handlers catch what is thrown; other ways in.
#include <Python.h>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

class ParseError : public std::runtime_error {
public:
	explicit ParseError(const char *s) : std::runtime_error(s) {}
};

static int parse(const char *s)
{
	if (!*s)
		throw ParseError("empty");
	return *s;
}

static int checked(int n)
{
	if (n > 3)
		throw std::out_of_range("n");
	return n;
}

/* A base of what is thrown catches it. */
static PyObject *base_ok(PyObject *self, PyObject *arg)
{
	try {
		return PyLong_FromLong(checked(5));
	} catch (const std::logic_error &e) {
		PyErr_SetString(PyExc_IndexError, e.what());
		return NULL;
	}
}

/* A sister does not. */
static PyObject *sister_bad(PyObject *self, PyObject *arg)
{
	try {
		return PyLong_FromLong(checked(5)); // expect: exception-boundary
	} catch (const std::invalid_argument &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return NULL;
	} catch (const std::runtime_error &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
		return NULL;
	}
}

/* Several handlers, of which one fits. */
static PyObject *several_ok(PyObject *self, PyObject *arg)
{
	try {
		return PyLong_FromLong(checked(5));
	} catch (const std::runtime_error &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
	} catch (const std::out_of_range &e) {
		PyErr_SetString(PyExc_IndexError, e.what());
	}
	return NULL;
}

/* The inner handler lets it through, the outer does not. */
static PyObject *nested_ok(PyObject *self, PyObject *arg)
{
	try {
		try {
			return PyLong_FromLong(checked(5));
		} catch (const std::bad_alloc &) {
			return PyErr_NoMemory();
		}
	} catch (...) {
		PyErr_SetString(PyExc_IndexError, "n");
		return NULL;
	}
}

/* A class of one's own, whose base is caught. */
static PyObject *own_ok(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	try {
		return PyLong_FromLong(parse(s));
	} catch (const std::runtime_error &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return NULL;
	}
}

static PyObject *own_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	return PyLong_FromLong(parse(s)); // expect: exception-boundary
}

/* No class at all. */
static int number(int n)
{
	if (n < 0)
		throw 42;
	return n;
}

static PyObject *number_bad(PyObject *self, PyObject *arg)
{
	try {
		return PyLong_FromLong(number(-1)); // expect: exception-boundary
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return NULL;
	}
}

static PyObject *number_ok(PyObject *self, PyObject *arg)
{
	try {
		return PyLong_FromLong(number(-1));
	} catch (int n) {
		PyErr_Format(PyExc_ValueError, "%d", n);
		return NULL;
	}
}

/* What is thrown in a handler is caught by none of its neighbours. */
static PyObject *again_bad(PyObject *self, PyObject *arg)
{
	try {
		return PyLong_FromLong(checked(5));
	} catch (const std::out_of_range &e) {
		throw std::runtime_error("again"); // expect: exception-boundary
	} catch (const std::runtime_error &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
		return NULL;
	}
}

/* The conversion stands before the try. */
static PyObject *before_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);
	double d;

	if (!s)
		return NULL;
	d = std::stod(s); // expect: exception-boundary
	try {
		return PyFloat_FromDouble(d * checked(2));
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "no");
		return NULL;
	}
}

static PyObject *inside_ok(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	try {
		double d = std::stod(s);

		return PyFloat_FromDouble(d * checked(2));
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "no");
		return NULL;
	}
}

/* A method of a C++ class behind the method. */
class Store {
	std::map<int, int> items;
public:
	int get(int k) const { return items.at(k); }
	int find(int k) const
	{
		auto it = items.find(k);

		return it == items.end() ? -1 : it->second;
	}
	std::optional<int> maybe;
};

static Store store;

static PyObject *member_bad(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(store.get(1)); // expect: exception-boundary
}

static PyObject *member_ok(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(store.find(1));
}

static PyObject *optional_bad(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(store.maybe.value()); // expect: exception-boundary
}

static PyObject *optional_ok(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(store.maybe.value_or(0));
}

/* A reference that is released by an object's end, and a throw. */
struct Ref {
	PyObject *o;
	explicit Ref(PyObject *o) : o(o) {}
	~Ref() { Py_XDECREF(o); }
};

static PyObject *raii_bad(PyObject *self, PyObject *arg)
{
	Ref list(PyList_New(0));

	if (!list.o)
		return NULL;
	return PyLong_FromLong(checked(4)); // expect: exception-boundary
}

static PyObject *raii_ok(PyObject *self, PyObject *arg)
{
	Ref list(PyList_New(0));

	if (!list.o)
		return NULL;
	try {
		return PyLong_FromLong(checked(4));
	} catch (std::exception &e) {
		PyErr_SetString(PyExc_IndexError, e.what());
		return NULL;
	}
}

/* A capsule's destructor. */
static void capsule_bad(PyObject *capsule)
{
	void *p = PyCapsule_GetPointer(capsule, "m.p");

	if (!p)
		throw std::logic_error("no pointer"); // expect: exception-boundary
	PyMem_Free(p);
}

static void capsule_ok(PyObject *capsule)
{
	PyMem_Free(PyCapsule_GetPointer(capsule, "m.q"));
}

static PyObject *capsules_ok(PyObject *self, PyObject *arg)
{
	static int p, q;
	PyObject *a = PyCapsule_New(&p, "m.p", capsule_bad), *b;

	if (!a)
		return NULL;
	b = PyCapsule_New(&q, "m.q", capsule_ok);
	Py_DECREF(a);
	return b;
}

/* Promised not to throw: the program ends there, and nothing unwinds. */
static PyObject *promise_ok(PyObject *self, PyObject *arg) noexcept
{
	return PyLong_FromLong(checked(5));
}

#define M(n) {#n, n, METH_O, NULL}
static PyMethodDef methods[] = {
	M(base_ok), M(sister_bad), M(several_ok), M(nested_ok), M(own_ok),
	M(own_bad), M(number_bad), M(number_ok), M(again_bad),
	M(before_bad), M(inside_ok), M(member_bad), M(member_ok),
	M(optional_bad), M(optional_ok), M(raii_bad), M(raii_ok),
	M(capsules_ok), M(promise_ok), {NULL, NULL, 0, NULL}
};

/* The module's execution. */
static int exec_bad(PyObject *m)
{
	std::vector<int> sizes;

	return PyModule_AddIntConstant(m, "SIZE", sizes.at(0)); // expect: exception-boundary
}

static int exec_ok(PyObject *m)
{
	try {
		return PyModule_AddIntConstant(m, "SIZE", checked(1));
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ImportError, e.what());
		return -1;
	}
}

static PyModuleDef_Slot slots[] = {
	{Py_mod_exec, (void *)exec_bad},
	{Py_mod_exec, (void *)exec_ok},
	{0, NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, slots
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
