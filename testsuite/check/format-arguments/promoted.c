// SPDX-License-Identifier: GPL-3.0-or-later
// What is narrower than int, or a float, arrives promoted.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>

enum state { OFF, ON };
enum wide { BIG = 0x7fffffffffffffffLL };
struct flags { unsigned a : 3; unsigned long b : 40; };

PyObject *narrow_ok(bool b, char c, short s, enum state e, float f, uint8_t u)
{
	return Py_BuildValue("(ibhidBi)", b, c, s, e, f, u, 'x');
}

PyObject *bits_ok(struct flags *f)
{
	return Py_BuildValue("(Ik)", f->a, (unsigned long) f->b);
}

PyObject *conditional_bad(int n, long l)
{
	return Py_BuildValue("(i)", n ? n : l); // expect: format-arguments 'int' 'long'
}

PyObject *sum_bad(int n, Py_ssize_t s)
{
	return Py_BuildValue("i", n + s); // expect: format-arguments 'int' '(8 bytes)'
}

PyObject *size_of_bad(void)
{
	return Py_BuildValue("i", sizeof(struct flags)); // expect: format-arguments 'int' '(8 bytes)'
}

PyObject *cast_ok(Py_ssize_t s)
{
	return Py_BuildValue("i", (int) s);
}

PyObject *constant_bad(void)
{
	return Py_BuildValue("(OK)", Py_None, 1); // expect: format-arguments 'unsigned long long' 'int'
}

PyObject *constant_ok(void)
{
	return Py_BuildValue("(OK)", Py_None, 1ULL);
}

PyObject *wide_enum_bad(enum wide w)
{
	return Py_BuildValue("i", w); // expect: format-arguments 'int' '(8 bytes)'
}

PyObject *double_bad(int i)
{
	return Py_BuildValue("d", i); // expect: format-arguments 'double' 'int'
}

PyObject *long_double_bad(long double d)
{
	return Py_BuildValue("d", d); // expect: format-arguments 'double' 'long double'
}

PyObject *int_bad(double d)
{
	return Py_BuildValue("i", d); // expect: format-arguments 'int' 'double'
}

PyObject *complex_bad(Py_complex c)
{
	return Py_BuildValue("D", c); // expect: format-arguments 'Py_complex *'
}

PyObject *complex_ok(Py_complex c)
{
	return Py_BuildValue("D", &c);
}

PyObject *char_bad(char c)
{
	return Py_BuildValue("s", c); // expect: format-arguments 'const char *' 'char'
}

PyObject *length_bad(const char *s, int n)
{
	return Py_BuildValue("s#", s, n); // expect: format-arguments 'Py_ssize_t' 'int'
}

PyObject *length_ok(const char *s, size_t n)
{
	return Py_BuildValue("y#", s, n);
}

PyObject *strlen_ok(const char *s)
{
	return Py_BuildValue("s#", s, strlen(s));
}

PyObject *literal_length_bad(const char *s)
{
	return Py_BuildValue("(y#)", s, 4); // expect: format-arguments 'Py_ssize_t' 'int'
}

PyObject *wchar_bad(wchar_t w)
{
	return Py_BuildValue("u", w); // expect: format-arguments 'const wchar_t *'
}

PyObject *ucs4_ok(Py_UCS4 c)
{
	return Py_BuildValue("C", c);
}
