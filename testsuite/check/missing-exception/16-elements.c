// SPDX-License-Identifier: GPL-3.0-or-later
/* Elements of an array are tested after they were stored; bits that are told
   by a shift. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *each_ok(PyObject *self, PyObject *args)
{
	PyObject *f, *res = NULL, **v;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "On", &f, &n))
		return NULL;
	if (n < 0 || n > 100) {
		PyErr_SetString(PyExc_ValueError, "n");
		return NULL;
	}
	v = (PyObject **) PyMem_Calloc((size_t) n + 1, sizeof(*v));
	if (!v)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++) {
		v[i] = PyObject_CallNoArgs(f);
		if (v[i] == NULL)
			goto done;
	}
	res = PyLong_FromSsize_t(n);
done:
	for (i = 0; i < n; i++)
		Py_XDECREF(v[i]);
	PyMem_Free(v);
	return res;
}

static PyObject *each_bad(PyObject *self, PyObject *args)
{
	PyObject *f, *res = NULL, **v;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "On", &f, &n))
		return NULL;
	if (n < 0 || n > 100)
		return NULL; // expect: missing-exception
	v = (PyObject **) PyMem_Calloc((size_t) n + 1, sizeof(*v));
	if (!v)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++) {
		v[i] = PyObject_CallNoArgs(f);
		if (v[i] == NULL)
			goto done;
	}
	res = PyLong_FromSsize_t(n);
done:
	for (i = 0; i < n; i++)
		Py_XDECREF(v[i]);
	PyMem_Free(v);
	return res;
}

/* 0 or 1; the -1 of the conversion is refused. */
static int bit(PyObject *o, int *b)
{
	Py_ssize_t n = PyNumber_AsSsize_t(o, NULL);

	if (n == -1 && PyErr_Occurred())
		return 0;
	if (n >> 1) {
		PyErr_Format(PyExc_ValueError, "0 or 1 expected");
		return 0;
	}
	*b = (int) n;
	return 1;
}

static int bit_of(PyObject *o)
{
	int b;

	return bit(o, &b) ? b : -1;
}

static PyObject *counted_ok(PyObject *self, PyObject *o)
{
	int b = bit_of(o);

	if (b < 0)
		return NULL;
	return PyLong_FromLong(b);
}

static int number_of(PyObject *o, long *n)
{
	return PyArg_Parse(o, "l", n);
}

/* A tuple stays one whatever code runs: its items are not a list's. */
static PyObject *sum_ok(PyObject *self, PyObject *data)
{
	PyObject *seq = PySequence_Fast(data, "a sequence is wanted");
	long n, sum = 0;
	Py_ssize_t i;

	if (!seq)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(seq); i++) {
		PyObject *op = PySequence_Fast_GET_ITEM(seq, i);

		if (!op || !number_of(op, &n)) {
			Py_DECREF(seq);
			return NULL;
		}
		sum += n;
	}
	Py_DECREF(seq);
	return PyLong_FromLong(sum);
}

static PyObject *sum_bad(PyObject *self, PyObject *data)
{
	PyObject *seq = PySequence_Fast(data, "a sequence is wanted");
	long n, sum = 0;
	Py_ssize_t i;

	if (!seq)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(seq); i++) {
		if (!number_of(PySequence_Fast_GET_ITEM(seq, i), &n)
		    || n > sum) {
			Py_DECREF(seq);
			return NULL; // expect: missing-exception
		}
		sum += n;
	}
	Py_DECREF(seq);
	return PyLong_FromLong(sum);
}

static PyMethodDef methods[] = {
	{ "each_ok", each_ok, METH_VARARGS, NULL },
	{ "each_bad", each_bad, METH_VARARGS, NULL },
	{ "counted_ok", counted_ok, METH_O, NULL },
	{ "sum", sum_ok, METH_O, NULL },
	{ "sum_more", sum_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "elements", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_elements(void)
{
	return PyModule_Create(&module);
}
