// SPDX-License-Identifier: GPL-3.0-or-later
// Brackets, separators and dictionaries of Py_BuildValue.
#include <Python.h>

PyObject *nested_ok(int a, int b, PyObject *o)
{
	return Py_BuildValue("{s:i, s: (i,\t[O])}", "a", a, "b", b, o);
}

PyObject *empty_ok(void)
{
	return Py_BuildValue("");
}

PyObject *unclosed_bad(int a)
{
	return Py_BuildValue("(i", a); // expect: format-arguments 'without the closing one'
}

PyObject *unopened_bad(int a)
{
	return Py_BuildValue("i]", a); // expect: format-arguments 'without the opening one'
}

PyObject *mismatched_bad(int a)
{
	return Py_BuildValue("(i]", a); // expect: format-arguments 'closed by one of another kind'
}

PyObject *odd_bad(int a)
{
	return Py_BuildValue("{s:i,s}", "a", a, "b"); // expect: format-arguments 'a key that has no value'
}

PyObject *bar_bad(int a)
{
	return Py_BuildValue("|i", a); // expect: format-arguments 'which is no code of'
}

PyObject *many_bad(int a)
{
	return Py_BuildValue("(i)", a, a); // expect: format-arguments 'too many arguments' '2 given, 1 used'
}

PyObject *few_bad(int a)
{
	return Py_BuildValue("(ii)", a); // expect: format-arguments 'too few arguments' 'argument 3'
}
