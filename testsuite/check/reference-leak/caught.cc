// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* What a path loses that a C++ exception takes, where the function itself
 * catches it.  Destructors run on that way as well. */
#include <Python.h>

extern int may_throw(const char *);
extern int does_not(const char *) noexcept;

class Ref {
	PyObject *p;
public:
	explicit Ref(PyObject *o) : p(o) {}
	~Ref() { Py_XDECREF(p); }
	Ref(const Ref &) = delete;
	PyObject *release() { PyObject *r = p; p = nullptr; return r; }
	explicit operator bool() const { return p != nullptr; }
};

static PyObject *caught_bad(PyObject *, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		may_throw("a");
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr; // expect: reference-leak 's'
	}
	Py_DECREF(s);
	Py_RETURN_NONE;
}

static PyObject *caught_ok(PyObject *, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		may_throw("a");
	} catch (...) {
		Py_DECREF(s);
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr;
	}
	Py_DECREF(s);
	Py_RETURN_NONE;
}

static PyObject *holder_ok(PyObject *, PyObject *arg)
{
	Ref s(PyObject_Str(arg));

	if (!s)
		return nullptr;
	try {
		may_throw("a");
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr;
	}
	return s.release();
}

static PyObject *inner_holder_ok(PyObject *, PyObject *arg)
{
	try {
		Ref s(PyObject_Str(arg));

		if (!s)
			return nullptr;
		may_throw("a");
		return s.release();
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr;
	}
}

static PyObject *inner_bad(PyObject *, PyObject *arg)
{
	try {
		PyObject *s = PyObject_Str(arg);

		if (!s)
			return nullptr;
		may_throw("a");
		return s;
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr; // expect: reference-leak 's'
	}
}

static PyObject *noexcept_ok(PyObject *, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		does_not("a");
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr;
	}
	return s;
}

static PyObject *made_inside_ok(PyObject *, PyObject *arg)
{
	PyObject *s = nullptr;

	try {
		may_throw("a");
		s = PyObject_Str(arg);
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr;
	}
	return s;
}

static void throws(int n)
{
	if (n < 0)
		throw n;
}

static PyObject *in_sight_bad(PyObject *, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		throws((int) PyUnicode_GET_LENGTH(s));
	} catch (int n) {
		return PyErr_Format(PyExc_RuntimeError, "thrown: %d", n); // expect: reference-leak 's'
	}
	return s;
}

struct Size { int n; };
Size &operator/=(Size &, const Size &);
bool operator!=(const Size &, const Size &);

/* Operators of the unit's are none of the library's. */
static PyObject *divided_bad(PyObject *, PyObject *arg)
{
	Size a = { 1 }, b = { 2 };
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		a /= b;
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr; // expect: reference-leak 's'
	}
	return s;
}

static PyObject *compared_bad(PyObject *, PyObject *arg)
{
	Size a = { 1 }, b = { 2 };
	PyObject *s = PyObject_Str(arg);
	bool differ = false;

	if (!s)
		return nullptr;
	try {
		differ = a != b;
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "thrown");
		return nullptr; // expect: reference-leak 's'
	}
	if (differ)
		Py_SETREF(s, Py_NewRef(arg));
	return s;
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {
	{"caught_bad", caught_bad, METH_O, nullptr},
	{"caught_ok", caught_ok, METH_O, nullptr},
	{"holder_ok", holder_ok, METH_O, nullptr},
	{"inner_holder_ok", inner_holder_ok, METH_O, nullptr},
	{"inner_bad", inner_bad, METH_O, nullptr},
	{"noexcept_ok", noexcept_ok, METH_O, nullptr},
	{"made_inside_ok", made_inside_ok, METH_O, nullptr},
	{"in_sight_bad", in_sight_bad, METH_O, nullptr},
	{"divided_bad", divided_bad, METH_O, nullptr},
	{"compared_bad", compared_bad, METH_O, nullptr},
	{nullptr, nullptr, 0, nullptr}
};
