/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a class of the unit derives from decides which handler gets it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdexcept>

struct plain_error { int code; };
struct derived_error : plain_error { derived_error(int c) { code = c; } };
struct std_error : std::runtime_error { using std::runtime_error::runtime_error; };
struct both_error : plain_error, std_error {
	both_error(int c) : std_error("both") { code = c; }
};
int lib_parse(const char *s) noexcept;

static PyObject *plain_bad(PyObject *, PyObject *o)
{
	int r = lib_parse(PyUnicode_AsUTF8(o));

	try {
		if (r == 99)
			throw plain_error{ r }; // expect: exception-boundary 'plain_bad'
	} catch (const std::exception &) {
		PyErr_SetString(PyExc_RuntimeError, "failed");
		return nullptr;
	}
	return PyLong_FromLong(r);
}

static PyObject *derived_bad(PyObject *, PyObject *o)
{
	int r = lib_parse(PyUnicode_AsUTF8(o));

	try {
		if (r == 99)
			throw derived_error(r); // expect: exception-boundary 'derived_bad'
	} catch (const std::runtime_error &) {
		PyErr_SetString(PyExc_RuntimeError, "failed");
		return nullptr;
	}
	return PyLong_FromLong(r);
}

static PyObject *derived_ok(PyObject *, PyObject *o)
{
	int r = lib_parse(PyUnicode_AsUTF8(o));

	try {
		if (r == 99)
			throw derived_error(r);
	} catch (const plain_error &e) {
		PyErr_Format(PyExc_RuntimeError, "code %d", e.code);
		return nullptr;
	}
	return PyLong_FromLong(r);
}

static PyObject *std_ok(PyObject *, PyObject *o)
{
	int r = lib_parse(PyUnicode_AsUTF8(o));

	try {
		if (r == 99)
			throw std_error("failed");
		if (r == 98)
			throw both_error(r);
	} catch (const std::exception &) {
		PyErr_SetString(PyExc_RuntimeError, "failed");
		return nullptr;
	}
	return PyLong_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "plain_bad", plain_bad, METH_O, nullptr },
	{ "derived_bad", derived_bad, METH_O, nullptr },
	{ "derived_ok", derived_ok, METH_O, nullptr },
	{ "std_ok", std_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

PyMethodDef *table()
{
	return methods;
}
