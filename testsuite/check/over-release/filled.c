// SPDX-License-Identifier: GPL-3.0-or-later
/* PyTuple_SetItem and PyList_SetItem of an item that is there, in what this
   function alone has, cannot fail; where the code asks all the same, the item
   was taken over then, too. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
extern int bits(int);
static PyObject *constant_bad(PyObject *self, PyObject *arg)
{
	PyObject *t = PyTuple_New(1), *x;
	if (!t)
		return NULL;
	x = PyObject_Repr(arg);
	if (!x) {
		Py_DECREF(t);
		return NULL;
	}
	if (PyTuple_SetItem(t, 0, x) < 0) {
		Py_DECREF(x); // expect: over-release 'x'
		Py_DECREF(t);
		return NULL;
	}
	return t;
}

static PyObject *from_one_bad(PyObject *self, PyObject *arg)
{
	int n = bits(0), i;
	PyObject *t = PyTuple_New(n), *x;
	if (!t)
		return NULL;
	for (i = 1; i <= n; i++) {
		x = PyLong_FromLong(bits(i));
		if (!x)
			goto error;
		if (PyTuple_SetItem(t, i - 1, x) < 0)
			goto fail;
	}
	return t;
fail:
	Py_DECREF(x); // expect: over-release 'x'
error:
	Py_DECREF(t);
	return NULL;
}

static PyObject *from_low_bad(PyObject *self, PyObject *args)
{
	int low, high, i;
	PyObject *t = NULL, *x = NULL;
	if (!PyArg_ParseTuple(args, "ii", &low, &high))
		return NULL;
	t = PyList_New(high - low + 1);
	if (!t)
		goto error;
	for (i = low; i <= high; i++) {
		x = PyLong_FromLong(bits(i));
		if (!x)
			goto error;
		if (PyList_SetItem(t, i - low, x) < 0)
			goto error;
		x = NULL;
	}
	return t;
error:
	Py_XDECREF(x); // expect: over-release 'x'
	Py_XDECREF(t);
	return NULL;
}

static PyObject *one_more_bad(PyObject *self, PyObject *args)
{
	int n, i;
	PyObject *t = NULL, *x = NULL;
	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	t = PyList_New(n);
	if (!t)
		goto error;
	for (i = 0; i <= n; i++) {
		x = PyLong_FromLong(bits(i));
		if (!x)
			goto error;
		if (PyList_SetItem(t, i, x) < 0)
			goto error;
		x = NULL;
	}
	return t;
error:
	Py_XDECREF(x); // expect: over-release 'x'
	Py_XDECREF(t);
	return NULL;
}

static PyObject *any_index_bad(PyObject *self, PyObject *args)
{
	int i;
	PyObject *t = NULL, *x = NULL;
	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	t = PyList_New(3);
	if (!t)
		goto error;
	x = PyLong_FromLong(bits(i));
	if (!x)
		goto error;
	if (PyList_SetItem(t, i, x) < 0)
		goto error;
	return t;
error:
	Py_XDECREF(x); // expect: over-release 'x'
	Py_XDECREF(t);
	return NULL;
}

static PyObject *callers_bad(PyObject *self, PyObject *list)
{
	PyObject *x;
	Py_ssize_t i;
	if (!PyList_Check(list))
		Py_RETURN_NONE;
	for (i = 0; i < 5; i++) {
		x = PyLong_FromLong(bits(i));
		if (!x)
			return NULL;
		if (PyList_SetItem(list, i, x) < 0) {
			Py_DECREF(x); // expect: over-release 'x'
			return NULL;
		}
	}
	Py_RETURN_NONE;
}

static PyObject *keys_bad(PyObject *self, PyObject *m)
{
	PyObject *x, *list = PyMapping_Keys(m);
	Py_ssize_t i, n;
	if (!list)
		return NULL;
	n = PyList_GET_SIZE(list);
	for (i = 0; i < n; i++) {
		x = PyLong_FromLong(bits(i));
		if (!x) {
			Py_DECREF(list);
			return NULL;
		}
		if (PyList_SetItem(list, i, x) < 0) {
			Py_DECREF(x); // expect: over-release 'x'
			Py_DECREF(list);
			return NULL;
		}
	}
	return list;
}

/* Nobody asks, and nothing can fail. */
static PyObject *unasked_ok(PyObject *self, PyObject *args)
{
	PyObject *t = NULL, *x;
	int low, high, i;

	if (!PyArg_ParseTuple(args, "ii", &low, &high))
		return NULL;
	t = PyList_New(high - low + 1);
	if (!t)
		return NULL;
	for (i = low; i <= high; i++) {
		x = PyLong_FromLong(bits(i));
		if (!x) {
			Py_DECREF(t);
			return NULL;
		}
		PyList_SetItem(t, i - low, x);
	}
	return t;
}

static PyMethodDef methods[] = {
	{ "constant", constant_bad, METH_O, NULL },
	{ "from_one", from_one_bad, METH_O, NULL },
	{ "from_low", from_low_bad, METH_VARARGS, NULL },
	{ "one_more", one_more_bad, METH_VARARGS, NULL },
	{ "any_index", any_index_bad, METH_VARARGS, NULL },
	{ "callers", callers_bad, METH_O, NULL },
	{ "keys", keys_bad, METH_O, NULL },
	{ "unasked", unasked_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_methods = methods,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
