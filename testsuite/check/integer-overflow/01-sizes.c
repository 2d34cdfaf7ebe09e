// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Sizes from Python on their way to an allocation.
#include <Python.h>
#include <stdlib.h>

static PyObject *multiplied_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	p = (double *) PyMem_Malloc(n * sizeof(double)); // expect: integer-overflow 'multiplied' 'PyMem_Malloc'
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *multiplied_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 0 || n > PY_SSIZE_T_MAX / (Py_ssize_t) sizeof(double))
		return PyErr_NoMemory();
	p = (double *) PyMem_Malloc(n * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *only_negative_tested_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 0)
		return PyErr_Format(PyExc_ValueError, "negative");
	p = (double *) PyMem_Malloc(n * sizeof(double)); // expect: integer-overflow 'multiplied'
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *small_int_ok(PyObject *self, PyObject *args)
{
	int n;
	double *p;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	if (n < 0)
		return PyErr_Format(PyExc_ValueError, "negative");
	/* In 64 bits the product fits. */
	p = (double *) PyMem_Malloc(n * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *int_product_bad(PyObject *self, PyObject *args)
{
	int n;
	char *p;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	p = (char *) malloc(n * 4); // expect: integer-overflow 'multiplied' 'malloc'
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *narrowed_bad(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);
	char *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	p = (char *) malloc((unsigned int) n); // expect: integer-overflow 'narrowed'
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *narrowed_ok(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);
	char *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 1000)
		return PyErr_Format(PyExc_ValueError, "too large");
	p = (char *) malloc((unsigned int) n);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *added_bad(PyObject *self, PyObject *args)
{
	unsigned int n;
	char *p;

	if (!PyArg_ParseTuple(args, "I", &n))
		return NULL;
	p = (char *) malloc(n + 1); // expect: integer-overflow 'added' 'malloc'
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *added_wide_ok(PyObject *self, PyObject *args)
{
	unsigned int n;
	char *p;

	if (!PyArg_ParseTuple(args, "I", &n))
		return NULL;
	p = (char *) malloc((size_t) n + 1);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *length_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	PyObject *r;

	if (!PyBytes_Check(o))
		return PyErr_Format(PyExc_TypeError, "bytes are wanted");
	/* Twice what is in memory is no number that wraps. */
	n = PyBytes_GET_SIZE(o);
	r = PyBytes_FromStringAndSize(NULL, n * 2);
	return r;
}

static PyObject *length_narrowed_bad(PyObject *self, PyObject *o)
{
	int n;
	char *p;

	if (!PyBytes_Check(o))
		return PyErr_Format(PyExc_TypeError, "bytes are wanted");
	n = (int) PyBytes_GET_SIZE(o);
	p = (char *) malloc(n); // expect: integer-overflow 'narrowed'
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *any_length_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);
	PyObject **items;

	if (n < 0)
		return NULL;
	items = (PyObject **) malloc(n * sizeof(PyObject *)); // expect: integer-overflow 'multiplied'
	if (!items)
		return PyErr_NoMemory();
	free(items);
	Py_RETURN_NONE;
}

static PyObject *divided_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	size_t size;
	char *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	size = (size_t) n * 16;
	if (n < 0 || size / 16 != (size_t) n)
		return PyErr_NoMemory();
	p = (char *) malloc(size);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *other_bound_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n, have;
	PyObject *list;
	long *p;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &list, &n))
		return NULL;
	have = PyList_GET_SIZE(list);
	if (n < 0 || n > have)
		return PyErr_Format(PyExc_ValueError, "too many");
	p = (long *) malloc(n * sizeof(long));
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *constant_ok(PyObject *self, PyObject *o)
{
	char *p = (char *) malloc(16 * 1024);

	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static void *table(Py_ssize_t n)
{
	return malloc(n * sizeof(long));
}

static PyObject *helper_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	void *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 0 || n > 100)
		return PyErr_Format(PyExc_ValueError, "too many");
	p = table(n);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", multiplied_bad, METH_VARARGS, NULL },
	{ "b", multiplied_ok, METH_VARARGS, NULL },
	{ "c", only_negative_tested_bad, METH_VARARGS, NULL },
	{ "d", small_int_ok, METH_VARARGS, NULL },
	{ "e", int_product_bad, METH_VARARGS, NULL },
	{ "f", narrowed_bad, METH_O, NULL },
	{ "g", narrowed_ok, METH_O, NULL },
	{ "h", added_bad, METH_VARARGS, NULL },
	{ "i", added_wide_ok, METH_VARARGS, NULL },
	{ "j", length_ok, METH_O, NULL },
	{ "k", length_narrowed_bad, METH_O, NULL },
	{ "l", any_length_bad, METH_O, NULL },
	{ "m", divided_ok, METH_VARARGS, NULL },
	{ "n", other_bound_ok, METH_VARARGS, NULL },
	{ "o", constant_ok, METH_NOARGS, NULL },
	{ "p", helper_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
