// SPDX-License-Identifier: GPL-3.0-or-later
/* PyErr_Occurred is asked, but only after an iterator or another call ran with
 * the exception set. */
#include <Python.h>

static int add(PyObject *counter, PyObject *key)
{
	PyObject *r = PyObject_CallMethod(counter, "add", "O", key);

	if (!r)
		return -1;
	Py_DECREF(r);
	return 0;
}

static PyObject *tally_bad(PyObject *self, PyObject *rows)
{
	PyObject *it = PyObject_GetIter(rows), *row;

	if (!it)
		return NULL;
	while ((row = PyIter_Next(it)) != NULL) { // expect: exception-clobbered 'PyIter_Next'
		add(self, row);
		Py_DECREF(row);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *tally_ok(PyObject *self, PyObject *rows)
{
	PyObject *it = PyObject_GetIter(rows), *row;

	if (!it)
		return NULL;
	while ((row = PyIter_Next(it)) != NULL) {
		int r = add(self, row);

		Py_DECREF(row);
		if (r < 0)
			break;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *take_bad(PyObject *self, PyObject *args)
{
	PyObject *number, *rows, *it, *row;
	Py_ssize_t n, i = 0;

	if (!PyArg_ParseTuple(args, "OO", &number, &rows))
		return NULL;
	n = PyNumber_AsSsize_t(number, PyExc_OverflowError);
	it = PyObject_GetIter(rows); // expect: exception-clobbered 'PyObject_GetIter'
	if (!it)
		return NULL;
	while (i < n && (row = PyIter_Next(it)) != NULL) {
		Py_DECREF(row);
		i++;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(i);
}

static PyObject *take_ok(PyObject *self, PyObject *args)
{
	PyObject *number, *rows, *it, *row;
	Py_ssize_t n, i = 0;

	if (!PyArg_ParseTuple(args, "OO", &number, &rows))
		return NULL;
	n = PyNumber_AsSsize_t(number, PyExc_OverflowError);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	it = PyObject_GetIter(rows);
	if (!it)
		return NULL;
	while (i < n && (row = PyIter_Next(it)) != NULL) {
		Py_DECREF(row);
		i++;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(i);
}

/* Containers of the unit's own are asked for together. */
static PyObject *pair_ok(PyObject *self, PyObject *o)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	PyList_Append(list, o);
	PyList_Append(list, self);
	if (PyErr_Occurred()) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

PyObject *error;

/* Some of its failures are shortness of memory, and others not. */
static PyObject *row_of(PyObject *convert, int n)
{
	PyObject *row = PyTuple_New(n);
	int i;

	for (i = 0; row && i < n; i++) {
		PyObject *raw = PyLong_FromLong(i), *value;

		if (!raw) {
			Py_CLEAR(row);
			break;
		}
		value = PyObject_CallOneArg(convert, raw);
		Py_DECREF(raw);
		if (!value) {
			Py_CLEAR(row);
			break;
		}
		PyTuple_SET_ITEM(row, i, value);
	}
	return row;
}

static PyObject *fetch_bad(PyObject *self, PyObject *o)
{
	PyObject *row = row_of(o, 7);

	if (!row)
		PyErr_SetString(error, "no row"); // expect: exception-clobbered 'row_of'
	return row;
}

static PyObject *fetch_ok(PyObject *self, PyObject *o)
{
	PyObject *row = row_of(o, 7);

	if (!row && !PyErr_Occurred())
		PyErr_SetString(error, "no row");
	return row;
}

PyMethodDef methods[] = {
	{ "tally_bad", tally_bad, METH_O, NULL },
	{ "tally_ok", tally_ok, METH_O, NULL },
	{ "take_bad", take_bad, METH_VARARGS, NULL },
	{ "take_ok", take_ok, METH_VARARGS, NULL },
	{ "pair_ok", pair_ok, METH_O, NULL },
	{ "fetch_bad", fetch_bad, METH_O, NULL },
	{ "fetch_ok", fetch_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

/* A sum whose conversions are asked for at the end, while each round runs the
 * iterator's code. */
PyObject *summed_bad(PyObject *self, PyObject *it)
{
	PyObject *item;
	double sum = 0;

	while ((item = PyIter_Next(it)) != NULL) { // expect: exception-clobbered 'PyIter_Next'
		sum += PyFloat_AsDouble(item);
		Py_DECREF(item);
	}
	if (PyErr_Occurred())
		return NULL;
	return PyFloat_FromDouble(sum);
}

/* Of a float that was found to be one the conversion cannot fail. */
PyObject *floats_ok(PyObject *self, PyObject *it)
{
	PyObject *item;
	double sum = 0;

	while ((item = PyIter_Next(it)) != NULL) {
		if (PyFloat_Check(item))
			sum += PyFloat_AsDouble(item);
		Py_DECREF(item);
	}
	if (PyErr_Occurred())
		return NULL;
	return PyFloat_FromDouble(sum);
}
