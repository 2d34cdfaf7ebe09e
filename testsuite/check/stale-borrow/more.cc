// SPDX-License-Identifier: GPL-3.0-or-later
/* Borrows in C++, and in the shapes of code generators. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace {

class Ref {
public:
	explicit Ref(PyObject *o) : o_(o) {}
	~Ref() { Py_XDECREF(o_); }
	PyObject *get() const { return o_; }
	explicit operator bool() const { return o_ != nullptr; }
private:
	Ref(const Ref &);
	PyObject *o_;
};

PyObject *held_bad(PyObject *, PyObject *args)
{
	PyObject *list, *fn;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &fn))
		return nullptr;
	PyObject *item = PyList_GetItem(list, 0);
	if (!item)
		return nullptr;
	Ref r(PyObject_CallOneArg(fn, item));
	if (!r)
		return nullptr;
	return PyTuple_Pack(2, item, r.get()); // expect: stale-borrow 'item' 'list' 'PyObject_CallOneArg'
}

PyObject *held_ok(PyObject *, PyObject *args)
{
	PyObject *list, *fn;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &fn))
		return nullptr;
	Ref item(Py_XNewRef(PyList_GetItem(list, 0)));
	if (!item)
		return nullptr;
	Ref r(PyObject_CallOneArg(fn, item.get()));
	if (!r)
		return nullptr;
	return PyTuple_Pack(2, item.get(), r.get());
}

template <typename T>
PyObject *first_bad(PyObject *dict, T name)
{
	PyObject *v = PyDict_GetItemString(dict, name);

	if (!v) {
		PyErr_SetString(PyExc_KeyError, name);
		return nullptr;
	}
	PyObject *s = PyObject_Repr(v);
	if (!s)
		return nullptr;
	PyObject *r = PyTuple_Pack(2, v, s); // expect: stale-borrow 'v' 'dict'
	Py_DECREF(s);
	return r;
}

PyObject *use_first(PyObject *, PyObject *dict)
{
	if (!PyDict_Check(dict)) {
		PyErr_BadArgument();
		return nullptr;
	}
	return first_bad(dict, "x");
}

/* The temporary is gone at the end of its statement. */
PyObject *temporary_bad(PyObject *, PyObject *o)
{
	const char *s = nullptr;

	{
		Ref text(PyObject_Str(o));

		if (text)
			s = PyUnicode_AsUTF8(text.get());
	}
	if (!s)
		return nullptr;
	return PyBytes_FromString(s); // expect: stale-borrow 's'
}

PyMethodDef methods[] = {
	{ "a", held_bad, METH_VARARGS, nullptr },
	{ "b", held_ok, METH_VARARGS, nullptr },
	{ "c", use_first, METH_O, nullptr },
	{ "d", temporary_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "more", nullptr, 0, methods, nullptr, nullptr,
	nullptr, nullptr
};

}

PyMODINIT_FUNC PyInit_more(void)
{
	return PyModuleDef_Init(&module);
}
