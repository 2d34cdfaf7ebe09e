// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 skip-if=python>=3.13
// Exceptions of C++ in functions that CPython calls.
#include <Python.h>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct Obj {
	PyObject_HEAD
	std::vector<int> *v;
	std::map<std::string, int> *m;
};

/* A throw of one's own. */
static PyObject *direct_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0)
		throw std::invalid_argument("negative"); // expect: exception-boundary
	return PyLong_FromLong(n);
}

static PyObject *direct_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	try {
		if (n < 0)
			throw std::invalid_argument("negative");
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return NULL;
	}
	return PyLong_FromLong(n);
}

/* at(). */
static PyObject *at_bad(PyObject *self, PyObject *arg)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	Py_ssize_t i = PyNumber_AsSsize_t(arg, PyExc_IndexError);

	if (i == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(o->v->at(i)); // expect: exception-boundary
}

static PyObject *at_ok(PyObject *self, PyObject *arg)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	Py_ssize_t i = PyNumber_AsSsize_t(arg, PyExc_IndexError);

	if (i == -1 && PyErr_Occurred())
		return NULL;
	try {
		return PyLong_FromLong(o->v->at(i));
	} catch (const std::out_of_range &) {
		PyErr_SetString(PyExc_IndexError, "out of range");
		return NULL;
	}
}

/* A number from text. */
static PyObject *stoi_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	return PyLong_FromLong(std::stoi(s)); // expect: exception-boundary
}

static PyObject *stoi_ok(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	try {
		return PyLong_FromLong(std::stoi(s));
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "no number");
		return NULL;
	}
}

/* Through a helper of the file, and one behind it. */
static int deep(int n)
{
	if (n > 10)
		throw std::runtime_error("too deep");
	return n + 1;
}

static int middle(int n)
{
	return deep(n) * 2;
}

static PyObject *helper_bad(PyObject *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(middle(n)); // expect: exception-boundary
}

static PyObject *helper_ok(PyObject *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg), r;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	try {
		r = middle(n);
	} catch (std::exception &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
		return NULL;
	}
	return PyLong_FromLong(r);
}

/* A helper that catches. */
static int guarded(int n) noexcept
{
	try {
		return middle(n);
	} catch (...) {
		return -1;
	}
}

static PyObject *guarded_ok(PyObject *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(guarded(n));
}

/* The handler rethrows. */
static PyObject *rethrow_bad(PyObject *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	try {
		return PyLong_FromLong(middle(n));
	} catch (...) {
		PySys_WriteStderr("failed\n");
		throw; // expect: exception-boundary
	}
}

/* The handler is for another type. */
static PyObject *other_type_bad(PyObject *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	try {
		return PyLong_FromLong(middle(n)); // expect: exception-boundary
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
}

/* The common translator. */
static void translate()
{
	try {
		throw;
	} catch (const std::bad_alloc &) {
		PyErr_NoMemory();
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "unknown");
	}
}

static PyObject *translated_ok(PyObject *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	try {
		return PyLong_FromLong(middle(n));
	} catch (...) {
		translate();
		return NULL;
	}
}

/* new without nothrow. */
static PyObject *new_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
	PyObject *r;
	char *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	p = new char[n]; // expect: exception-boundary
	r = PyBytes_FromStringAndSize(p, n);
	delete[] p;
	return r;
}

static PyObject *new_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
	PyObject *r;
	char *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	p = new (std::nothrow) char[n];
	if (!p)
		return PyErr_NoMemory();
	r = PyBytes_FromStringAndSize(p, n);
	delete[] p;
	return r;
}

/* A slot. */
static int init_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return -1;
	o->v->resize(n); // expect: exception-boundary
	return 0;
}

static int init_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return -1;
	try {
		o->v->resize(n);
	} catch (const std::exception &) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

/* A getter with a helper object that throws in its constructor. */
class Guard {
public:
	explicit Guard(Obj *o)
	{
		if (!o->v)
			throw std::logic_error("closed");
	}
	~Guard() {}
};

static PyObject *get_size_bad(PyObject *self, void *closure)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	Guard g(o); // expect: exception-boundary

	return PyLong_FromSize_t(o->v->size());
}

static PyObject *get_size_ok(PyObject *self, void *closure)
{
	Obj *o = reinterpret_cast<Obj *>(self);

	try {
		Guard g(o);

		return PyLong_FromSize_t(o->v->size());
	} catch (const std::logic_error &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return NULL;
	}
}

/* A function try block. */
static PyObject *function_try_ok(PyObject *self, PyObject *arg)
try {
	return PyLong_FromLong(middle(3));
} catch (const std::exception &e) {
	PyErr_SetString(PyExc_RuntimeError, e.what());
	return NULL;
}

/* A wrapper template that catches for all. */
template <typename F>
static PyObject *safely(F f)
{
	try {
		return f();
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "?");
	}
	return NULL;
}

static PyObject *wrapped_ok(PyObject *self, PyObject *arg)
{
	return safely([&]() -> PyObject * {
		return PyLong_FromLong(middle(3));
	});
}

template <typename F>
static PyObject *bare(F f)
{
	return f();
}

static PyObject *bare_bad(PyObject *self, PyObject *arg)
{
	return bare([&]() -> PyObject * { // expect: exception-boundary
		return PyLong_FromLong(middle(3));
	});
}

/* A map's operator[] throws nothing but for memory; at() does. */
static PyObject *map_bad(PyObject *self, PyObject *arg)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	try {
		std::string key(s);

		return PyLong_FromLong(o->m->at(key)); // expect: exception-boundary
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
}

static PyObject *map_ok(PyObject *self, PyObject *arg)
{
	Obj *o = reinterpret_cast<Obj *>(self);
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	try {
		auto it = o->m->find(s);

		if (it == o->m->end()) {
			PyErr_SetObject(PyExc_KeyError, arg);
			return NULL;
		}
		return PyLong_FromLong(it->second);
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
}

/* A destructor of a type. */
static void dealloc_ok(PyObject *self)
{
	Obj *o = reinterpret_cast<Obj *>(self);

	PyTypeObject *type = Py_TYPE(self);

	delete o->v;
	delete o->m;
	type->tp_free(self);
	Py_DECREF(type);
}

#define M(n) {#n, n, METH_O, NULL}
static PyMethodDef methods[] = {
	M(direct_bad), M(direct_ok), M(at_bad), M(at_ok), M(stoi_bad),
	M(stoi_ok), M(helper_bad), M(helper_ok), M(guarded_ok),
	M(rethrow_bad), M(other_type_bad), M(translated_ok), M(new_bad),
	M(new_ok), M(function_try_ok), M(wrapped_ok), M(bare_bad),
	M(map_bad), M(map_ok), {NULL, NULL, 0, NULL}
};

static PyGetSetDef getset[] = {
	{"a", get_size_bad, NULL, NULL, NULL},
	{"b", get_size_ok, NULL, NULL, NULL},
	{NULL, NULL, NULL, NULL, NULL}
};

static PyType_Slot slots[] = {
	{Py_tp_dealloc, (void *)dealloc_ok},
	{Py_tp_init, (void *)init_bad},
	{Py_tp_methods, methods},
	{Py_tp_getset, getset},
	{0, NULL}
};

PyType_Spec spec_a = {
	"m.A", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, slots
};

static PyType_Slot slots_b[] = {
	{Py_tp_dealloc, (void *)dealloc_ok},
	{Py_tp_init, (void *)init_ok},
	{0, NULL}
};

PyType_Spec spec_b = {
	"m.B", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, slots_b
};
