// SPDX-License-Identifier: GPL-3.0-or-later
/* What is noexcept by what its template came to throws nothing. */
#include <Python.h>
#include <string>
#include <utility>

static PyObject *moved_ok(PyObject *self, PyObject *arg)
{
	try {
		std::string s, t("a text that is too long to stand in itself");

		s = std::move(t);
		return PyLong_FromSize_t(s.size());
	} catch (...) {
		return PyErr_NoMemory();
	}
}
static PyObject *copied_bad(PyObject *self, PyObject *arg)
{
	return PyLong_FromSize_t(std::string(1000, 'x').size()); // expect: exception-boundary
}
static PyMethodDef methods[] = {
	{ "moved", moved_ok, METH_O, nullptr },
	{ "copied", copied_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
