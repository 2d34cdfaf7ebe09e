/* SPDX-License-Identifier: GPL-3.0-or-later */
/* -1 as the bound of a loop that goes by `!=', and negated in place: the test
 * that follows sees what the negation made of it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *copy_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PySequence_Size(arg), i;
	PyObject *res = PyList_New(0), *x;

	if (res == NULL)
		return NULL;
	for (i = 0; i != n; i++) { // expect: error-as-truth 'bound of a loop'
		x = PySequence_GetItem(arg, i);
		if (x == NULL || PyList_Append(res, x) < 0) {
			Py_XDECREF(x);
			Py_DECREF(res);
			return NULL;
		}
		Py_DECREF(x);
	}
	return res;
}

static PyObject *copy_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PySequence_Size(arg), i;
	PyObject *res, *x;

	if (n < 0 || (res = PyList_New(0)) == NULL)
		return NULL;
	for (i = 0; i != n; i++) {
		x = PySequence_GetItem(arg, i);
		if (x == NULL || PyList_Append(res, x) < 0) {
			Py_XDECREF(x);
			Py_DECREF(res);
			return NULL;
		}
		Py_DECREF(x);
	}
	return res;
}

/* The length of a tuple does not fail. */
static PyObject *tuple_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_Size(args), i;
	long sum = 0;

	for (i = 0; i != n; i++)
		sum += PyUnicode_Check(PyTuple_GET_ITEM(args, i));
	return PyLong_FromLong(sum);
}


static PyObject *differs_bad(PyObject *self, PyObject *arg)
{
	int r = PyObject_IsTrue(arg);

	if (self == arg)
		r = !r; // expect: error-as-truth 'PyObject_IsTrue'
	return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *differs_ok(PyObject *self, PyObject *arg)
{
	int r = PyObject_IsTrue(arg);

	if (self == arg && r >= 0)
		r = !r;
	return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "copy_bad", copy_bad, METH_O, NULL },
	{ "copy_ok", copy_ok, METH_O, NULL },
	{ "tuple_ok", tuple_ok, METH_VARARGS, NULL },
	{ "differs_bad", differs_bad, METH_O, NULL },
	{ "differs_ok", differs_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
