// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// C++ exceptions in functions that CPython calls.
#include <Python.h>
#include <stdexcept>
#include <string>
#include <vector>

static PyObject *throw_bad(PyObject *self, PyObject *o)
{
	if (o == Py_None)
		throw std::runtime_error("None"); // expect: exception-boundary 'throw_bad'
	Py_RETURN_NONE;
}

static PyObject *throw_ok(PyObject *self, PyObject *o)
{
	try {
		if (o == Py_None)
			throw std::runtime_error("None");
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "None");
		return NULL;
	}
	Py_RETURN_NONE;
}

static int check(PyObject *o)
{
	if (o == Py_None)
		throw std::invalid_argument("None");
	return 1;
}

static PyObject *helper_bad(PyObject *self, PyObject *o)
{
	return PyLong_FromLong(check(o)); // expect: exception-boundary 'helper_bad'
}

static PyObject *helper_ok(PyObject *self, PyObject *o)
{
	int n;

	try {
		n = check(o);
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_ValueError, e.what());
		return NULL;
	}
	return PyLong_FromLong(n);
}

static int safe_check(PyObject *o) noexcept
{
	return o != Py_None;
}

static PyObject *noexcept_ok(PyObject *self, PyObject *o)
{
	return PyLong_FromLong(safe_check(o));
}

static int caught_inside(PyObject *o)
{
	try {
		return check(o);
	} catch (...) {
		return 0;
	}
}

static PyObject *caught_inside_ok(PyObject *self, PyObject *o)
{
	return PyLong_FromLong(caught_inside(o));
}

struct Guard {
	PyObject *o;
	explicit Guard(PyObject *x) : o(x) { Py_INCREF(o); }
	~Guard() { Py_DECREF(o); }
};

/* A destructor that runs on the way is no handler. */
static PyObject *cleanup_bad(PyObject *self, PyObject *o)
{
	Guard g(o);

	return PyLong_FromLong(check(o)); // expect: exception-boundary 'cleanup_bad'
}

static PyObject *cleanup_ok(PyObject *self, PyObject *o)
{
	try {
		Guard g(o);

		return PyLong_FromLong(check(o));
	} catch (...) {
		PyErr_SetString(PyExc_ValueError, "failed");
		return NULL;
	}
}

static PyObject *rethrow_bad(PyObject *self, PyObject *o)
{
	try {
		return PyLong_FromLong(check(o));
	} catch (const std::exception &) {
		throw; // expect: exception-boundary 'rethrow_bad'
	}
}

static PyObject *new_bad(PyObject *self, PyObject *o)
{
	int *p = new int(3); // expect: exception-boundary 'new_bad'
	long n = *p;

	delete p;
	return PyLong_FromLong(n);
}

static PyObject *new_nothrow_ok(PyObject *self, PyObject *o)
{
	int *p = new (std::nothrow) int(3);
	long n;

	if (!p)
		return PyErr_NoMemory();
	n = *p;
	delete p;
	return PyLong_FromLong(n);
}

static PyObject *new_ok(PyObject *self, PyObject *o)
{
	try {
		int *p = new int(3);
		long n = *p;

		delete p;
		return PyLong_FromLong(n);
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
}

static PyObject *at_bad(PyObject *self, PyObject *args)
{
	static const std::vector<int> *v;
	int i;

	if (!v || !PyArg_ParseTuple(args, "i", &i))
		return PyErr_Format(PyExc_ValueError, "no");
	return PyLong_FromLong(v->at(i)); // expect: exception-boundary 'at_bad'
}

static PyObject *index_ok(PyObject *self, PyObject *args)
{
	static const std::vector<int> *v;
	unsigned i;

	if (!v || !PyArg_ParseTuple(args, "I", &i) || i >= v->size())
		return PyErr_Format(PyExc_ValueError, "no");
	return PyLong_FromLong((*v)[i]);
}

/* Nobody but C++ calls it. */
static int internal_ok(PyObject *o)
{
	return check(o) + 1;
}

int exported_internal(PyObject *o)
{
	return internal_ok(o);
}

static PyObject *lambda_bad(PyObject *self, PyObject *o)
{
	auto f = [](PyObject *x) { return check(x); };

	return PyLong_FromLong(f(o)); // expect: exception-boundary 'lambda_bad'
}

static PyMethodDef methods[] = {
	{ "a", throw_bad, METH_O, NULL },
	{ "b", throw_ok, METH_O, NULL },
	{ "c", helper_bad, METH_O, NULL },
	{ "d", helper_ok, METH_O, NULL },
	{ "e", noexcept_ok, METH_O, NULL },
	{ "f", caught_inside_ok, METH_O, NULL },
	{ "g", cleanup_bad, METH_O, NULL },
	{ "h", cleanup_ok, METH_O, NULL },
	{ "i", rethrow_bad, METH_O, NULL },
	{ "j", new_bad, METH_NOARGS, NULL },
	{ "k", new_nothrow_ok, METH_NOARGS, NULL },
	{ "l", new_ok, METH_NOARGS, NULL },
	{ "m", at_bad, METH_VARARGS, NULL },
	{ "n", index_ok, METH_VARARGS, NULL },
	{ "o", lambda_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
