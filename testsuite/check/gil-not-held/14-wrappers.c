// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions that one template made: one mistake is one finding, with its
   places. */
#include <Python.h>

int library_call(int n);

static PyObject *_wrap_first(PyObject *self, PyObject *args)
{
	int arg1, result;

	if (!PyArg_ParseTuple(args, "i:first", &arg1))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	result = library_call(arg1);
	if (result < 0)
		PyErr_SetString(PyExc_RuntimeError, "first"); // expect: gil-not-held 'PyErr_SetString'
	Py_END_ALLOW_THREADS
	if (result < 0)
		return NULL;
	return PyLong_FromLong(result);
}

static PyObject *_wrap_second(PyObject *self, PyObject *args)
{
	int arg2, result;

	if (!PyArg_ParseTuple(args, "i:second", &arg2))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	result = library_call(arg2);
	if (result < 0)
		PyErr_SetString(PyExc_RuntimeError, "second");
	Py_END_ALLOW_THREADS
	if (result < 0)
		return NULL;
	return PyLong_FromLong(result);
}

/* By hand: it counts for itself. */
static PyObject *third_bad(PyObject *self, PyObject *args)
{
	int arg3, result;

	if (!PyArg_ParseTuple(args, "i:third", &arg3))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	result = library_call(arg3);
	if (result < 0)
		PyErr_SetString(PyExc_RuntimeError, "third"); // expect: gil-not-held 'PyErr_SetString'
	Py_END_ALLOW_THREADS
	if (result < 0)
		return NULL;
	return PyLong_FromLong(result);
}

static PyMethodDef methods[] = {
	{ "first", _wrap_first, METH_VARARGS, NULL },
	{ "second", _wrap_second, METH_VARARGS, NULL },
	{ "third", third_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *wrapped_methods(void)
{
	return methods;
}
