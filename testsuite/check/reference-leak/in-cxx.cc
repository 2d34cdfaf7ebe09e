// SPDX-License-Identifier: GPL-3.0-or-later
// A holder releases, a bare pointer does not.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <new>

namespace {
class Ref {
public:
	explicit Ref(PyObject *o) : o_(o) { }
	~Ref() { Py_XDECREF(o_); }
	Ref(const Ref &) = delete;
	Ref &operator=(const Ref &) = delete;
	PyObject *get() const { return o_; }
	PyObject *release() { PyObject *o = o_; o_ = nullptr; return o; }
	explicit operator bool() const { return o_ != nullptr; }
private:
	PyObject *o_;
};
}

extern "C" {

static PyObject *held_ok(PyObject *, PyObject *arg)
{
	Ref list(PyList_New(0));

	if (!list)
		return nullptr;
	if (PyList_Append(list.get(), arg) < 0)
		return nullptr;
	return list.release();
}

static PyObject *bare_bad(PyObject *, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return nullptr;
	if (PyList_Append(list, arg) < 0)
		return nullptr; // expect: reference-leak 'list'
	return list;
}

static PyObject *released_bad(PyObject *, PyObject *arg)
{
	Ref list(PyList_New(0));
	PyObject *bare;

	if (!list)
		return nullptr;
	bare = list.release();
	if (PyList_Append(bare, arg) < 0)
		return nullptr; // expect: reference-leak
	return bare;
}

static PyObject *two_ok(PyObject *, PyObject *arg)
{
	Ref a(PyObject_GetAttrString(arg, "a"));
	if (!a)
		return nullptr;
	Ref b(PyObject_GetAttrString(arg, "b"));
	if (!b)
		return nullptr;
	return PyNumber_Add(a.get(), b.get());
}

static PyMethodDef methods[] = {
	{ "held", held_ok, METH_O, nullptr },
	{ "bare_bad", bare_bad, METH_O, nullptr },
	{ "released_bad", released_bad, METH_O, nullptr },
	{ "two", two_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, 0, methods, nullptr,
	nullptr, nullptr, nullptr
};

}

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	return PyModuleDef_Init(&module);
}
