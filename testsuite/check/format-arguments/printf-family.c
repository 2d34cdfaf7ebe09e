// SPDX-License-Identifier: GPL-3.0-or-later
// PySys_WriteStderr and PyOS_snprintf read a format of C's printf.
#include <Python.h>

void object_bad(PyObject *o)
{
	PySys_WriteStderr("%S\n", o); // expect: format-arguments '%S'
}

void repr_bad(PyObject *o)
{
	PySys_WriteStdout("%R\n", o); // expect: format-arguments '%R'
}

void string_bad(PyObject *o)
{
	PySys_WriteStderr("%s\n", o); // expect: format-arguments '%s' 'PyObject *'
}

void size_bad(Py_ssize_t n)
{
	PySys_WriteStderr("%d\n", n); // expect: format-arguments '%d' 'int'
}

void count_bad(int n)
{
	PySys_WriteStderr("%d of %d\n", n); // expect: format-arguments 'too few'
}

int snprintf_bad(char *buf, Py_ssize_t n)
{
	return PyOS_snprintf(buf, 10, "%d", n); // expect: format-arguments '%d'
}

int snprintf_ok(char *buf, Py_ssize_t n, double d, const char *s)
{
	return PyOS_snprintf(buf, 100, "%zd %5.2f %-10s %*d %lx %p %c %%", n, d, s, 3, 4, 5ul, (void *) buf, 'x');
}

void write_ok(PyObject *o, int n, long double e, const wchar_t *w)
{
	PySys_WriteStderr("%s: %i %u %Lf %ls %+d %#x %g %e\n", Py_TYPE(o)->tp_name, n, (unsigned) n, e, w, n, n, 1.0, 2.0);
}
