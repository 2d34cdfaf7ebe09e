// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
/* What a generator's run-time support ignores is its fault, and nothing that
 * its user can mend (Cython 3.0: __Pyx_InitStrings in Utility/StringTools.c).
 */
#include <Python.h>

static PyObject *names[3], *__pyx_names[3];

static int __Pyx_InitString(PyObject **to, const char *text)
{
	*to = PyUnicode_FromString(text);
	if (!*to)
		return -1;
	if (PyObject_Hash(*to) == -1)
		return -1;
	return 0;
}

/* Looks at no result. */
static int __Pyx_InitStrings(void)
{
	__Pyx_InitString(&__pyx_names[0], "a");
	__Pyx_InitString(&__pyx_names[1], "b");
	return 0;
}

static int __Pyx_InitConstants(void)
{
	if (__Pyx_InitStrings() < 0)
		return -1;
	__pyx_names[2] = PyLong_FromLong(7);
	if (!__pyx_names[2])
		return -1;
	return 0;
}

PyObject *generated_ok(PyObject *self, PyObject *arg)
{
	if (__Pyx_InitConstants() < 0)
		return NULL;
	Py_INCREF(__pyx_names[2]);
	return __pyx_names[2];
}

static int init_string(PyObject **to, const char *text)
{
	*to = PyUnicode_FromString(text);
	if (!*to)
		return -1;
	if (PyObject_Hash(*to) == -1)
		return -1;
	return 0;
}

/* Looks at no result: its own, always 0, tells nobody. */
static int init_strings(void)
{
	init_string(&names[0], "a"); // expect: unchecked-error
	init_string(&names[1], "b"); // expect: unchecked-error
	return 0;
}

static int init_constants(void)
{
	if (init_strings() < 0)
		return -1;
	names[2] = PyLong_FromLong(7); // expect: reference-leak 'names'
	if (!names[2])
		return -1;
	return 0;
}

PyObject *written(PyObject *self, PyObject *arg)
{
	if (init_constants() < 0)
		return NULL;
	Py_INCREF(names[2]);
	return names[2];
}

static PyMethodDef methods[] = {
	{"generated_ok", generated_ok, METH_NOARGS, NULL},
	{"written", written, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyMethodDef *exported_methods = methods;
