// SPDX-License-Identifier: GPL-3.0-or-later
/* Loops: items, iterators, what is carried from turn to turn. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *item_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) { // expect: reference-leak 'item'
		if (PyUnicode_Check(item))
			continue;
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *item_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		if (!PyUnicode_Check(item))
			n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *iterator_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long total = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		long v = PyLong_AsLong(item);

		Py_DECREF(item);
		if (v == -1 && PyErr_Occurred())
			return NULL; // expect: reference-leak 'it'
		total += v != 0;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(total);
}

static PyObject *iterator_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long total = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		long v = PyLong_AsLong(item);

		Py_DECREF(item);
		if (v == -1 && PyErr_Occurred()) {
			Py_DECREF(it);
			return NULL;
		}
		total += v != 0;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(total);
}

static PyObject *break_bad(PyObject *self, PyObject *args)
{
	PyObject *seq, *wanted, *it, *item;
	int found = 0;

	if (!PyArg_ParseTuple(args, "OO", &seq, &wanted))
		return NULL;
	it = PyObject_GetIter(seq);
	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		int same = PyObject_RichCompareBool(item, wanted, Py_EQ);

		if (same < 0) {
			Py_DECREF(item);
			Py_DECREF(it);
			return NULL;
		}
		if (same) {
			found = 1;
			break;
		}
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyBool_FromLong(found); // expect: reference-leak 'item'
}

static PyObject *break_ok(PyObject *self, PyObject *args)
{
	PyObject *seq, *wanted, *it, *item;
	int found = 0;

	if (!PyArg_ParseTuple(args, "OO", &seq, &wanted))
		return NULL;
	it = PyObject_GetIter(seq);
	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		int same = PyObject_RichCompareBool(item, wanted, Py_EQ);

		Py_DECREF(item);
		if (same < 0) {
			Py_DECREF(it);
			return NULL;
		}
		if (same) {
			found = 1;
			break;
		}
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyBool_FromLong(found);
}

static PyObject *fill_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n, i;
	PyObject *list;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	list = PyList_New(n);
	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *v = PyLong_FromSsize_t(i);

		if (!v) {
			Py_DECREF(list);
			return NULL;
		}
		PyList_SET_ITEM(list, i, v);
	}
	return list;
}

static PyObject *fill_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n, i;
	PyObject *list;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	list = PyList_New(n);
	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *v = PyLong_FromSsize_t(i);

		if (!v)
			return NULL; // expect: reference-leak 'list' 'PyLong_FromSsize_t'
		PyList_SET_ITEM(list, i, v);
	}
	return list;
}

static PyObject *fold_bad(PyObject *self, PyObject *args)
{
	PyObject *total = PyLong_FromLong(0);
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);

	for (i = 0; total && i < n; i++)
		total = PyNumber_Add(total, PyTuple_GET_ITEM(args, i)); // expect: reference-leak 'total'
	return total;
}

static PyObject *fold_ok(PyObject *self, PyObject *args)
{
	PyObject *total = PyLong_FromLong(0);
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);

	for (i = 0; total && i < n; i++) {
		PyObject *sum = PyNumber_Add(total, PyTuple_GET_ITEM(args, i));

		Py_DECREF(total);
		total = sum;
	}
	return total;
}

static PyObject *walk_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = Py_NewRef(arg), *next;

	for (;;) {
		next = PyObject_GetAttrString(o, "next");
		Py_DECREF(o);
		if (!next)
			return NULL;
		if (next == Py_None)
			return next;
		o = next;
	}
}

static PyObject *keep_last_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item, *last = NULL;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)))
		Py_XSETREF(last, item);
	Py_DECREF(it);
	if (PyErr_Occurred()) {
		Py_XDECREF(last);
		return NULL;
	}
	if (!last)
		Py_RETURN_NONE;
	return last;
}

static PyObject *keep_last_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item, *last = NULL;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)))
		Py_XSETREF(last, item);
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL; // expect: reference-leak
	if (!last)
		Py_RETURN_NONE;
	return last;
}

/* What `= NULL' loses is lost there, not where the round ends. */
static PyObject *numbers_bad(PyObject *self, PyObject *args)
{
	PyObject *dict = PyDict_New(), *num = NULL;
	Py_ssize_t i;

	(void) self;
	if (!dict)
		return NULL;
	for (i = 0; i < PyTuple_GET_SIZE(args); i++) {
		num = PyLong_FromSsize_t(i);
		if (!num)
			goto fail;
		if (PyDict_SetItem(dict, PyTuple_GET_ITEM(args, i), num) < 0)
			goto fail;
		num = NULL; // expect: reference-leak 'num'
		if (PyErr_CheckSignals() < 0)
			goto fail;
	}
	return dict;
fail:
	Py_XDECREF(num);
	Py_DECREF(dict);
	return NULL;
}

static PyObject *numbers_ok(PyObject *self, PyObject *args)
{
	PyObject *dict = PyDict_New(), *num = NULL;
	Py_ssize_t i;

	(void) self;
	if (!dict)
		return NULL;
	for (i = 0; i < PyTuple_GET_SIZE(args); i++) {
		num = PyLong_FromSsize_t(i);
		if (!num)
			goto fail;
		if (PyDict_SetItem(dict, PyTuple_GET_ITEM(args, i), num) < 0)
			goto fail;
		Py_CLEAR(num);
		if (PyErr_CheckSignals() < 0)
			goto fail;
	}
	return dict;
fail:
	Py_XDECREF(num);
	Py_DECREF(dict);
	return NULL;
}

static PyMethodDef methods[] = {
	{ "numbers_bad", numbers_bad, METH_VARARGS, NULL },
	{ "numbers", numbers_ok, METH_VARARGS, NULL },
	{ "item_bad", item_bad, METH_O, NULL },
	{ "item", item_ok, METH_O, NULL },
	{ "iterator_bad", iterator_bad, METH_O, NULL },
	{ "iterator", iterator_ok, METH_O, NULL },
	{ "break_bad", break_bad, METH_VARARGS, NULL },
	{ "break", break_ok, METH_VARARGS, NULL },
	{ "fill", fill_ok, METH_VARARGS, NULL },
	{ "fill_bad", fill_bad, METH_VARARGS, NULL },
	{ "fold_bad", fold_bad, METH_VARARGS, NULL },
	{ "fold", fold_ok, METH_VARARGS, NULL },
	{ "walk", walk_ok, METH_O, NULL },
	{ "keep_last", keep_last_ok, METH_O, NULL },
	{ "keep_last_bad", keep_last_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "loops", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_loops(void)
{
	return PyModuleDef_Init(&module);
}
