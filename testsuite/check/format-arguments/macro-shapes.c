// SPDX-License-Identifier: GPL-3.0-or-later
// Calls and formats out of macros.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <inttypes.h>

#define PARSE(args, fmt, ...) \
	do { if (!PyArg_ParseTuple(args, fmt, __VA_ARGS__)) return NULL; } while (0)
#define FAIL(...) return PyErr_Format(PyExc_ValueError, __VA_ARGS__)
#ifdef HAVE_LARGE
#define OFF_T_CODE "L"
#else
#define OFF_T_CODE "i"
#endif
#define RETURN_PAIR(a, b) return Py_BuildValue("(ii)", a, b)

PyObject *parse_bad(PyObject *self, PyObject *args)
{
	int n;

	PARSE(args, "n", &n); // expect: format-arguments 'Py_ssize_t *' 'int *'
	return PyLong_FromLong(n);
}

PyObject *parse_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;

	PARSE(args, "n", &n);
	return PyLong_FromSsize_t(n);
}

PyObject *fail_bad(Py_ssize_t n)
{
	FAIL("%d too many", n); // expect: format-arguments '%d'
}

PyObject *fail_ok(Py_ssize_t n)
{
	FAIL("%zd too many", n);
}

PyObject *code_bad(PyObject *self, PyObject *args)
{
	long off;

	if (!PyArg_ParseTuple(args, "O" OFF_T_CODE ":seek", &self, &off)) // expect: format-arguments 'argument 4' 'int *' 'long int *'
		return NULL;
	return PyLong_FromLong(off);
}

PyObject *pair_bad(long a, int b)
{
	RETURN_PAIR(a, b); // expect: format-arguments 'argument 2' 'int' 'long'
}

PyObject *pair_ok(int a, int b)
{
	RETURN_PAIR(a, b);
}

PyObject *inttypes_ok(int64_t i, uint64_t u)
{
	return PyUnicode_FromFormat("%" PRId64 " %" PRIu64, i, u);
}

PyObject *inttypes_bad(int32_t i)
{
	return PyUnicode_FromFormat("%" PRId64, i); // expect: format-arguments 'int'
}
