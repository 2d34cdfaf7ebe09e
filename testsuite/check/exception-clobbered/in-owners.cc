// SPDX-License-Identifier: GPL-3.0-or-later
/* The same with owners, whose members have the results. */
#include <Python.h>

struct own {
	PyObject *p;
	own(PyObject *q) : p(q) { }
	~own() { Py_XDECREF(p); }
};

static PyObject *two_bad(PyObject *, PyObject *arg)
{
	own r(PyObject_Str(arg));
	own q(PyObject_Repr(arg)); // expect: exception-clobbered 'PyObject_Repr'

	if (!r.p || !q.p)
		return nullptr;
	return PyUnicode_Concat(r.p, q.p);
}

static PyObject *two_ok(PyObject *, PyObject *arg)
{
	own r(PyObject_Str(arg));

	if (!r.p)
		return nullptr;
	own q(PyObject_Repr(arg));

	if (!q.p)
		return nullptr;
	return PyUnicode_Concat(r.p, q.p);
}

static PyMethodDef methods[] = {
	{ "two", two_bad, METH_O, nullptr },
	{ "two_ok", two_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
