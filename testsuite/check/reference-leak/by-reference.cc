/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A class that owns a reference is returned in the caller's object. */
#include <Python.h>

class Ref {
	PyObject *o;
	explicit Ref(PyObject *p) noexcept : o(p) {}
public:
	Ref() noexcept : o(nullptr) {}
	~Ref() noexcept
	{
		if (o != nullptr)
			Py_DECREF(o);
	}
	Ref(const Ref &r) noexcept : o(r.o) { Py_XINCREF(o); }
	Ref(Ref &&r) noexcept : o(r.o) { r.o = nullptr; }
	Ref &operator=(Ref &&r) noexcept
	{
		PyObject *old = o;

		o = r.o;
		r.o = nullptr;
		Py_XDECREF(old);
		return *this;
	}
	PyObject *get() const noexcept { return o; }
	PyObject *getref() const noexcept
	{
		Py_INCREF(o);
		return o;
	}
	bool valid() const noexcept { return o != nullptr; }
	static Ref take(PyObject *p) noexcept { return Ref(p); }
};

static PyObject *text_ok(PyObject *, PyObject *x)
{
	Ref s = Ref::take(PyObject_Str(x));

	if (!s.valid())
		return nullptr;
	Py_RETURN_NONE;
}

static Ref text_of(PyObject *x)
{
	Ref s = Ref::take(PyObject_Str(x));

	return s;
}

static PyObject *through_ok(PyObject *, PyObject *x)
{
	Ref s = text_of(x);

	return s.valid() ? s.getref() : nullptr;
}

static PyObject *pair_ok(PyObject *, PyObject *x)
{
	Ref s = Ref::take(PyObject_Str(x)), t = Ref::take(PyTuple_New(1));

	if (!s.valid() || !t.valid())
		return nullptr;
	PyTuple_SET_ITEM(t.get(), 0, s.getref());
	return t.getref();
}

static PyObject *twice_bad(PyObject *, PyObject *x)
{
	Ref s = Ref::take(PyObject_Str(x));

	if (!s.valid())
		return nullptr;
	Py_DECREF(s.get());
	Py_RETURN_NONE;
}	// expect: over-release

static PyObject *assigned_ok(PyObject *, PyObject *x)
{
	Ref s;

	s = Ref::take(PyObject_Str(x));
	if (!s.valid())
		return nullptr;
	Py_RETURN_NONE;
}

static PyObject *lost_bad(PyObject *, PyObject *x)
{
	/* One line: where it is lost differs with the optimisation. */
	Ref s = Ref::take(PyObject_Str(x)); return s.valid() ? PyLong_FromLong(s.getref() == x) : nullptr; // expect: reference-leak
}

static PyMethodDef methods[] = {
	{ "a", text_ok, METH_O, nullptr },
	{ "b", through_ok, METH_O, nullptr },
	{ "c", pair_ok, METH_O, nullptr },
	{ "d", twice_bad, METH_O, nullptr },
	{ "e", lost_bad, METH_O, nullptr },
	{ "f", assigned_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

PyMethodDef *exported_methods()
{
	return methods;
}
