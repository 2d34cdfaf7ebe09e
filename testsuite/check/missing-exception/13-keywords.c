// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
/* What Cython 3.1 and later write for a function that takes no keywords, or
 * any (Cython/Utility/FunctionArguments.c). */
#include <Python.h>

static void __Pyx_RejectKeywords(const char *name, PyObject *kwds)
{
	PyObject *key = NULL;

	if (PyTuple_Check(kwds)) {
		key = PySequence_GetItem(kwds, 0);
	} else {
		Py_ssize_t pos = 0;

		if (!PyArg_ValidateKeywordArguments(kwds))
			return;
		PyDict_Next(kwds, &pos, &key, NULL);
		Py_XINCREF(key);
	}
	if (key) {
		PyErr_Format(PyExc_TypeError,
			     "%s() got an unexpected keyword argument '%U'",
			     name, key);
		Py_DECREF(key);
	}
}

static int __Pyx_CheckKeywordStrings(const char *name, PyObject *kwds)
{
	if (PyTuple_Check(kwds))
		return 0;
	return PyArg_ValidateKeywordArguments(kwds) ? 0 : -1;
}

static PyObject *none_ok(PyObject *self, PyObject *const *args,
			 Py_ssize_t nargs, PyObject *kwds)
{
	Py_ssize_t n = kwds ? PyTuple_GET_SIZE(kwds) : 0;

	if (n < 0)
		return NULL;
	if (n > 0) {
		__Pyx_RejectKeywords("none_ok", kwds);
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *none_bad(PyObject *self, PyObject *const *args,
			  Py_ssize_t nargs, PyObject *kwds)
{
	Py_ssize_t n = kwds ? PyTuple_GET_SIZE(kwds) : 0;

	if (n > 0)
		return NULL; // expect: missing-exception
	Py_RETURN_NONE;
}

static PyObject *any_ok(PyObject *self, PyObject *const *args,
			Py_ssize_t nargs, PyObject *kwds)
{
	Py_ssize_t n = kwds ? PyTuple_GET_SIZE(kwds) : 0;

	if (n > 0 && __Pyx_CheckKeywordStrings("any_ok", kwds) == -1)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{"none_ok", (PyCFunction) (void (*)(void)) none_ok,
	 METH_FASTCALL | METH_KEYWORDS, NULL},
	{"none_bad", (PyCFunction) (void (*)(void)) none_bad,
	 METH_FASTCALL | METH_KEYWORDS, NULL},
	{"any_ok", (PyCFunction) (void (*)(void)) any_ok,
	 METH_FASTCALL | METH_KEYWORDS, NULL},
	{NULL, NULL, 0, NULL}
};

PyMethodDef *exported_methods = methods;
