// SPDX-License-Identifier: GPL-3.0-or-later
/* Small ints stand ready, also through a wrapper or Py_BuildValue; a debug
 * switch that nothing switches; what makes ASCII. */
#include <Python.h>
#include <string.h>

/* As SWIG has it. */
static inline PyObject *from_int(int value)
{
	return PyLong_FromLong((long) value);
}

PyObject *wrapped_ok(PyObject *self, PyObject *unused)
{
	PyObject *o = from_int(2);

	Py_INCREF(o);
	Py_DECREF(o);
	return o;
}

PyObject *wrapped_bad(PyObject *self, PyObject *unused)
{
	PyObject *o = from_int(2000);

	Py_INCREF(o); // expect: null-dereference 'o'
	Py_DECREF(o);
	return o;
}

PyObject *built_ok(PyObject *self, PyObject *unused)
{
	unsigned char byte[1] = { 7 };
	PyObject *o = Py_BuildValue("l", (long) byte[0]);

	Py_INCREF(o);
	Py_DECREF(o);
	return o;
}

static int debugging;

PyObject *debugged_ok(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(4);

	if (debugging == 1)
		*p = 1;
	PyMem_Free(p);
	Py_RETURN_NONE;
}

void reset(void)
{
	debugging = 0;
}

PyObject *ascii_ok(PyObject *self, PyObject *arg)
{
	PyObject *s = PyObject_ASCII(arg);
	size_t n;

	if (s == NULL)
		return NULL;
	n = strlen(PyUnicode_AsUTF8(s));
	Py_DECREF(s);
	return PyLong_FromSize_t(n);
}

PyObject *text_bad(PyObject *self, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);
	size_t n;

	if (s == NULL)
		return NULL;
	n = strlen(PyUnicode_AsUTF8(s)); // expect: null-argument
	Py_DECREF(s);
	return PyLong_FromSize_t(n);
}
