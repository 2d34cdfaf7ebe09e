// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of the unit that hand their own format and arguments on.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdarg.h>

static PyObject *fail(PyObject *type, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	PyErr_FormatV(type, format, ap);
	va_end(ap);
	return NULL;
}

static int parse(PyObject *args, const char *format, ...)
{
	va_list ap;
	int r;

	va_start(ap, format);
	r = PyArg_VaParse(args, format, ap);
	va_end(ap);
	return r;
}

static PyObject *build(const char *format, ...)
{
	va_list ap;
	PyObject *r;

	va_start(ap, format);
	r = Py_VaBuildValue(format, ap);
	va_end(ap);
	return r;
}

PyObject *error_bad(PyObject *self, PyObject *args)
{
	return fail(PyExc_ValueError, "%d bytes", PyTuple_GET_SIZE(args)); // expect: format-arguments '%d' 'argument 3' 'int'
}

PyObject *error_ok(PyObject *self, PyObject *args)
{
	return fail(PyExc_ValueError, "%zd bytes", PyTuple_GET_SIZE(args));
}

PyObject *parse_bad(PyObject *self, PyObject *args)
{
	short s;

	if (!parse(args, "i", &s)) // expect: format-arguments 'int *' 'short'
		return NULL;
	return PyLong_FromLong(s);
}

PyObject *parse_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!parse(args, "i", &i))
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *build_bad(double d)
{
	return build("(i)", d); // expect: format-arguments 'int' 'double'
}

PyObject *build_ok(double d)
{
	return build("(d)", d);
}
