/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A holder that is assigned to, unless to itself, has what the other had. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct holder {
	PyObject *p;
	explicit holder(PyObject *q = nullptr) noexcept : p(q) {}
	holder(const holder &) = delete;
	holder &operator=(holder &&o) noexcept
	{
		if (this != &o) {
			Py_XDECREF(p);
			p = o.p;
			o.p = nullptr;
		}
		return *this;
	}
	void swap(holder &o) noexcept
	{
		PyObject *t = p;

		p = o.p;
		o.p = t;
	}
	~holder() { Py_XDECREF(p); }
	PyObject *get() const noexcept { return p; }
	PyObject *release() noexcept
	{
		PyObject *q = p;

		p = nullptr;
		return q;
	}
	explicit operator bool() const noexcept { return p != nullptr; }
};

static PyObject *keys_ok(PyObject *, PyObject *d)
{
	holder k(PyMapping_Keys(d));

	if (!k)
		return nullptr;
	k = holder(PySequence_List(k.get()));
	if (!k)
		return nullptr;
	return k.release();
}

static PyObject *swapped_ok(PyObject *, PyObject *d)
{
	holder k;
	holder l(PySequence_List(d));

	k.swap(l);
	if (!k)
		return nullptr;
	return k.release();
}

static PyObject *keys_bad(PyObject *, PyObject *d)
{
	holder k(PyMapping_Keys(d));

	if (!k)
		return nullptr;
	k = holder(nullptr);
	return k.release(); // expect: missing-exception 'keys_bad'
}

static PyMethodDef methods[] = {
	{ "keys_ok", keys_ok, METH_O, nullptr },
	{ "swapped_ok", swapped_ok, METH_O, nullptr },
	{ "keys_bad", keys_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

PyMethodDef *table()
{
	return methods;
}
