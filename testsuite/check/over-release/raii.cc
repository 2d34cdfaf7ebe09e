// SPDX-License-Identifier: GPL-3.0-or-later
/* A borrowed reference in an object whose destructor releases it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

class Ref {
public:
	explicit Ref(PyObject *p) : p_(p) {}
	Ref(Ref &&o) noexcept : p_(o.p_) { o.p_ = nullptr; }
	~Ref() { Py_XDECREF(p_); }
	static Ref steal(PyObject *p) { return Ref(p); }
	static Ref borrow(PyObject *p) { Py_XINCREF(p); return Ref(p); }
	PyObject *get() { return p_; }
private:
	Ref(const Ref &);
	PyObject *p_;
};

extern "C" PyObject *item_bad(PyObject *, PyObject *d)
{
	PyObject *v = PyDict_GetItemWithError(d, Py_None);

	if (v == nullptr) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_KeyError, "none");
		return nullptr;
	}
	Ref r(v);
	return PyObject_Repr(r.get());
} // expect: over-release 'v'

extern "C" PyObject *stolen_bad(PyObject *, PyObject *d)
{
	PyObject *v = PyDict_GetItemWithError(d, Py_None);

	if (v == nullptr) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_KeyError, "none");
		return nullptr;
	}
	Ref r = Ref::steal(v);
	return PyObject_Repr(r.get());
} // expect: over-release 'v'

extern "C" PyObject *argument_bad(PyObject *, PyObject *arg)
{
	Ref r(arg);
	return PyObject_Repr(r.get());
} // expect: over-release 'arg'

extern "C" PyObject *item_ok(PyObject *, PyObject *d)
{
	PyObject *v = PyDict_GetItemWithError(d, Py_None);

	if (v == nullptr) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_KeyError, "none");
		return nullptr;
	}
	Ref r = Ref::borrow(v);
	return PyObject_Repr(r.get());
}

extern "C" PyObject *new_ok(PyObject *, PyObject *arg)
{
	Ref r(PyObject_Str(arg));

	if (r.get() == nullptr)
		return nullptr;
	return PyObject_Repr(r.get());
}

extern "C" PyObject *counted_ok(PyObject *, PyObject *arg)
{
	Py_INCREF(arg);
	Ref r(arg);
	return PyObject_Repr(r.get());
}

static PyMethodDef methods[] = {
	{ "item_bad", item_bad, METH_O, nullptr },
	{ "stolen_bad", stolen_bad, METH_O, nullptr },
	{ "argument_bad", argument_bad, METH_O, nullptr },
	{ "item", item_ok, METH_O, nullptr },
	{ "new", new_ok, METH_O, nullptr },
	{ "counted", counted_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

static PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", nullptr, -1, methods,
	nullptr, nullptr, nullptr, nullptr,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
