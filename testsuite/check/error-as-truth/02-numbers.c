// SPDX-License-Identifier: GPL-3.0-or-later
/* Results with an error value used as a number. */
#include <Python.h>

static PyObject *to_bool_bad(PyObject *self, PyObject *arg)
{
	int r = PyObject_IsTrue(arg);

	return PyBool_FromLong(r); // expect: error-as-truth 'PyObject_IsTrue' 'number' 'PyBool_FromLong'
}

static PyObject *to_bool_ok(PyObject *self, PyObject *arg)
{
	int r = PyObject_IsTrue(arg);

	if (r == -1)
		return NULL;
	return PyBool_FromLong(r);
}

static PyObject *length_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n) // expect: error-as-truth 'PyObject_Size'
		return PyObject_Repr(arg);
	Py_RETURN_NONE;
}

static PyObject *length_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	if (n)
		return PyObject_Repr(arg);
	Py_RETURN_NONE;
}

static PyObject *size_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);
	char *p = PyMem_Malloc((size_t) n * 8); // expect: error-as-truth 'PyMem_Malloc' // expect: integer-overflow
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, (size_t) n * 8);
	r = PyBytes_FromStringAndSize(p, n * 8);
	PyMem_Free(p);
	return r;
}

static PyObject *size_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);
	char *p;
	PyObject *r;

	if (n < 0)
		return NULL;
	if (n > 1000)
		return PyErr_NoMemory();
	p = PyMem_Malloc((size_t) n * 8);
	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, (size_t) n * 8);
	r = PyBytes_FromStringAndSize(p, n * 8);
	PyMem_Free(p);
	return r;
}

static PyObject *count_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		if (PyObject_IsTrue(item)) // expect: error-as-truth
			n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	return PyErr_Occurred() ? NULL : PyLong_FromLong(n);
}

static PyObject *count_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		int r = PyObject_IsTrue(item);

		Py_DECREF(item);
		if (r < 0)
			break;
		n += r;
	}
	Py_DECREF(it);
	return PyErr_Occurred() ? NULL : PyLong_FromLong(n);
}

/* Within the values that are no error. */
static PyObject *lines_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t i, n = PySequence_Size(arg);

	for (i = 0; i < n; i++) {
		PyObject *o = PySequence_GetItem(arg, i);

		if (!o)
			return NULL;
		Py_DECREF(o);
	}
	if (n < 0)
		return NULL;
	Py_RETURN_NONE;
}

static int skip(PyObject *l, Py_ssize_t n)
{
	if (n < 0)
		return -1;
	while (n-- > 0)
		if (PyList_Append(l, Py_None) < 0)
			return -1;
	return 0;
}

/* A pair for each: what it hands on is looked at. */
static int skip_pairs(PyObject *l, Py_ssize_t n)
{
	return skip(l, n * 2);
}

static PyObject *skip_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (!l)
		return NULL;
	if (skip_pairs(l, PyObject_Size(o)) < 0 || PyList_GET_SIZE(l) > 9
	    || PyErr_Occurred()) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "too many");
		Py_CLEAR(l);
	}
	return l;
}

static PyMethodDef methods[] = {
	{ "to_bool_bad", to_bool_bad, METH_O, NULL },
	{ "to_bool_ok", to_bool_ok, METH_O, NULL },
	{ "length_bad", length_bad, METH_O, NULL },
	{ "length_ok", length_ok, METH_O, NULL },
	{ "size_bad", size_bad, METH_O, NULL },
	{ "size_ok", size_ok, METH_O, NULL },
	{ "count_bad", count_bad, METH_O, NULL },
	{ "count_ok", count_ok, METH_O, NULL },
	{ "lines_ok", lines_ok, METH_O, NULL },
	{ "skip_ok", skip_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "numbers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_numbers(void)
{
	return PyModule_Create(&module);
}
