/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PySequence_Fast of a list is the list: code that runs can make it shorter. */
#include <Python.h>

static PyObject *texts_bad(PyObject *module, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence is needed"), *all;
	Py_ssize_t i, n;

	if (!seq)
		return NULL;
	n = PySequence_Fast_GET_SIZE(seq);
	all = PyTuple_New(n);
	for (i = 0; all && i < n; i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(seq, i);	// expect: buffer-overflow 'seq'
		PyObject *text = PyObject_Str(item);

		if (!text)
			Py_CLEAR(all);
		else
			PyTuple_SET_ITEM(all, i, text);
	}
	Py_DECREF(seq);
	return all;
}

/* Asked for each time. */
static PyObject *texts_ok(PyObject *module, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence is needed"), *all;
	Py_ssize_t i;

	if (!seq)
		return NULL;
	all = PyList_New(0);
	for (i = 0; all && i < PySequence_Fast_GET_SIZE(seq); i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(seq, i);
		PyObject *text = PyObject_Str(item);

		if (!text || PyList_Append(all, text) < 0)
			Py_CLEAR(all);
		Py_XDECREF(text);
	}
	Py_DECREF(seq);
	return all;
}

/* A tuple stays as it is; so does a list of its own. */
static PyObject *tuple_ok(PyObject *module, PyObject *arg)
{
	PyObject *seq = PySequence_Tuple(arg), *all;
	Py_ssize_t i, n;

	if (!seq)
		return NULL;
	n = PyTuple_GET_SIZE(seq);
	all = PyTuple_New(n);
	for (i = 0; all && i < n; i++) {
		PyObject *text = PyObject_Str(PyTuple_GET_ITEM(seq, i));

		if (!text)
			Py_CLEAR(all);
		else
			PyTuple_SET_ITEM(all, i, text);
	}
	Py_DECREF(seq);
	return all;
}

static PyObject *made_ok(PyObject *module, PyObject *arg)
{
	PyObject *keys = PyMapping_Keys(arg), *seq, *all;
	Py_ssize_t i, n;

	if (!keys)
		return NULL;
	seq = PySequence_Fast(keys, "a sequence is needed");
	Py_DECREF(keys);
	if (!seq)
		return NULL;
	n = PySequence_Fast_GET_SIZE(seq);
	all = PyTuple_New(n);
	for (i = 0; all && i < n; i++) {
		PyObject *text = PyObject_Str(PySequence_Fast_GET_ITEM(seq, i));

		if (!text)
			Py_CLEAR(all);
		else
			PyTuple_SET_ITEM(all, i, text);
	}
	Py_DECREF(seq);
	return all;
}

/* Nothing runs that could. */
static PyObject *sum_ok(PyObject *module, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence is needed");
	Py_ssize_t i, n, exact = 0;

	if (!seq)
		return NULL;
	n = PySequence_Fast_GET_SIZE(seq);
	for (i = 0; i < n; i++)
		exact += PyLong_CheckExact(PySequence_Fast_GET_ITEM(seq, i));
	Py_DECREF(seq);
	return PyLong_FromSsize_t(exact);
}

static PyMethodDef methods[] = {
	{ "texts_bad", texts_bad, METH_O, NULL },
	{ "texts_ok", texts_ok, METH_O, NULL },
	{ "tuple_ok", tuple_ok, METH_O, NULL },
	{ "made_ok", made_ok, METH_O, NULL },
	{ "sum_ok", sum_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "fast", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_fast(void)
{
	return PyModule_Create(&def);
}
