// SPDX-License-Identifier: GPL-3.0-or-later
/* What functions that call each other do with an argument is seen in them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct encoder {
	PyObject *fallback;
	int depth;
};

static int encode(struct encoder *e, PyObject *o);
static int encode_ok(struct encoder *e, PyObject *o);

static int encode_items(struct encoder *e, PyObject *o)
{
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(o); i++)
		if (encode(e, PyTuple_GET_ITEM(o, i)) < 0
		    || encode_ok(e, PyTuple_GET_ITEM(o, i)) < 0)
			return -1;
	return 0;
}

static int encode(struct encoder *e, PyObject *o)
{
	PyObject *tmp;
	int r = -1;

	if (o == Py_None)
		return 0;
	if (++e->depth > 100) {
		PyErr_SetString(PyExc_RecursionError, "too deep");
		return -1;
	}
	if (PyTuple_Check(o)) {
		r = encode_items(e, o);
	} else {
		tmp = PyObject_CallOneArg(e->fallback, o);
		if (tmp) {
			r = encode(e, tmp);
			Py_DECREF(tmp);
		}
		if (r < 0)
			Py_XDECREF(tmp); // expect: over-release 'tmp'
	}
	e->depth--;
	return r;
}

static int encode_ok(struct encoder *e, PyObject *o)
{
	PyObject *tmp;
	int r = -1;

	if (o == Py_None)
		return 0;
	if (++e->depth > 100) {
		PyErr_SetString(PyExc_RecursionError, "too deep");
		return -1;
	}
	if (PyTuple_Check(o)) {
		r = encode_items(e, o);
	} else {
		tmp = PyObject_CallOneArg(e->fallback, o);
		if (tmp)
			r = encode_ok(e, tmp);
		Py_XDECREF(tmp);
	}
	e->depth--;
	return r;
}

PyObject *dumps(PyObject *fallback, PyObject *o)
{
	struct encoder e = { fallback, 0 };

	if (encode(&e, o) < 0)
		return NULL;
	Py_RETURN_NONE;
}
