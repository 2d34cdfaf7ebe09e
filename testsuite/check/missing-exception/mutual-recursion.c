// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions that call each other, with more outcomes than are told apart: what
* is raised tells callers least. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *markers, *fallback;
	int sort_keys;
} Enc;

/* Appends s and steals it, NULL is allowed. */
static int
append_steal(PyObject *chunks, PyObject *s)
{
	if (s == NULL)
		return -1;
	int r = PyList_Append(chunks, s);
	Py_DECREF(s);
	return r;
}
static int append_ascii(PyObject *chunks, const char *s) { return append_steal(chunks, PyUnicode_FromString(s)); }

static int encode_first(Enc *self, PyObject *chunks, PyObject *o);

static int
encode_list_first(Enc *self, PyObject *chunks, PyObject *o)
{
	PyObject *ident = NULL, *fast = PySequence_Tuple(o);
	if (fast == NULL)
		return -1;
	if (self->markers != Py_None) {
		ident = PyLong_FromVoidPtr(o);
		if (ident == NULL)
			goto error;
		int has = PyDict_Contains(self->markers, ident);
		if (has != 0) {
			if (has > 0)
				PyErr_SetString(PyExc_ValueError, "a circular reference");
			goto error;
		}
		if (PyDict_SetItem(self->markers, ident, o) < 0)
			goto error;
	}
	if (append_ascii(chunks, "[") < 0)
		goto error;
	for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(fast); i++) {
		if (i > 0 && append_ascii(chunks, ", ") < 0)
			goto error;
		if (encode_first(self, chunks, PyTuple_GET_ITEM(fast, i)) < 0)
			goto error;
	}
	if (append_ascii(chunks, "]") < 0)
		goto error;
	if (ident != NULL) {
		if (PyDict_DelItem(self->markers, ident) < 0)
			goto error;
		Py_CLEAR(ident);
	}
	Py_DECREF(fast);
	return 0;
error:
	Py_XDECREF(ident);
	Py_DECREF(fast);
	return -1;
}
static int
encode_dict_first(Enc *self, PyObject *chunks, PyObject *o)
{
	PyObject *items = PyMapping_Items(o), *it = NULL, *item = NULL;
	Py_ssize_t n = 0;
	if (items == NULL)
		return -1;
	if (self->sort_keys && PyList_Sort(items) < 0)
		goto error;
	it = PyObject_GetIter(items);
	if (it == NULL)
		goto error;
	if (append_ascii(chunks, "{") < 0)
		goto error;
	while ((item = PyIter_Next(it)) != NULL) {
		if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) {
			PyErr_SetString(PyExc_ValueError, "items must be pairs");
			goto error;
		}
		PyObject *key = PyTuple_GET_ITEM(item, 0);
		if (!PyUnicode_Check(key)) {
			PyErr_Format(PyExc_TypeError, "keys must be str, not %.100s", Py_TYPE(key)->tp_name);
			goto error;
		}
		if (n++ > 0 && append_ascii(chunks, ", ") < 0)
			goto error;
		if (append_steal(chunks, PyUnicode_FromFormat("\"%U\": ", key)) < 0)
			goto error;
		if (encode_first(self, chunks, PyTuple_GET_ITEM(item, 1)) < 0)
			goto error;
		Py_CLEAR(item);
	}
	if (PyErr_Occurred())
		goto error;
	if (append_ascii(chunks, "}") < 0)
		goto error;
	Py_DECREF(it);
	Py_DECREF(items);
	return 0;
error:
	Py_XDECREF(item);
	Py_XDECREF(it);
	Py_DECREF(items);
	return -1;
}
static int
encode_first(Enc *self, PyObject *chunks, PyObject *o)
{
	int r;
	if (o == Py_None)
		return append_ascii(chunks, "null");
	if (o == Py_True || o == Py_False)
		return append_ascii(chunks, o == Py_True ? "true" : "false");
	if (PyUnicode_Check(o)) {
		PyObject *s = PyUnicode_FromFormat("\"%U\"", o);
		return append_steal(chunks, s);
	}
	if (PyLong_Check(o) || PyFloat_Check(o))
		return append_steal(chunks, PyObject_Repr(o));
	if (Py_EnterRecursiveCall(" while encoding"))
		return -1;
	if (PyList_Check(o) || PyTuple_Check(o))
		r = encode_list_first(self, chunks, o);
	else if (PyDict_Check(o))
		r = encode_dict_first(self, chunks, o);
	else if (self->fallback != NULL) {
		PyObject *f = Py_NewRef(self->fallback);
		PyObject *x = PyObject_CallOneArg(f, o);
		Py_DECREF(f);
		r = x == NULL ? -1 : encode_first(self, chunks, x);
		Py_XDECREF(x);
	}
	else {
		r = -1;
	}
	Py_LeaveRecursiveCall();
	return r;
}
static PyObject *
dumps_bad(PyObject *op, PyObject *o)
{
	PyObject *chunks = PyList_New(0);
	if (chunks == NULL)
		return NULL;
	if (encode_first((Enc *)op, chunks, o) < 0) {
		Py_DECREF(chunks);
		return NULL; // expect: missing-exception 'returns NULL without setting an exception'
	}
	return chunks;
}

static int encode_second(Enc *self, PyObject *chunks, PyObject *o);

static int
encode_list_second(Enc *self, PyObject *chunks, PyObject *o)
{
	PyObject *ident = NULL, *fast = PySequence_Tuple(o);
	if (fast == NULL)
		return -1;
	if (self->markers != Py_None) {
		ident = PyLong_FromVoidPtr(o);
		if (ident == NULL)
			goto error;
		int has = PyDict_Contains(self->markers, ident);
		if (has != 0) {
			if (has > 0)
				PyErr_SetString(PyExc_ValueError, "a circular reference");
			goto error;
		}
		if (PyDict_SetItem(self->markers, ident, o) < 0)
			goto error;
	}
	if (append_ascii(chunks, "[") < 0)
		goto error;
	for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(fast); i++) {
		if (i > 0 && append_ascii(chunks, ", ") < 0)
			goto error;
		if (encode_second(self, chunks, PyTuple_GET_ITEM(fast, i)) < 0)
			goto error;
	}
	if (append_ascii(chunks, "]") < 0)
		goto error;
	if (ident != NULL) {
		if (PyDict_DelItem(self->markers, ident) < 0)
			goto error;
		Py_CLEAR(ident);
	}
	Py_DECREF(fast);
	return 0;
error:
	Py_XDECREF(ident);
	Py_DECREF(fast);
	return -1;
}
static int
encode_dict_second(Enc *self, PyObject *chunks, PyObject *o)
{
	PyObject *items = PyMapping_Items(o), *it = NULL, *item = NULL;
	Py_ssize_t n = 0;
	if (items == NULL)
		return -1;
	if (self->sort_keys && PyList_Sort(items) < 0)
		goto error;
	it = PyObject_GetIter(items);
	if (it == NULL)
		goto error;
	if (append_ascii(chunks, "{") < 0)
		goto error;
	while ((item = PyIter_Next(it)) != NULL) {
		if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) {
			PyErr_SetString(PyExc_ValueError, "items must be pairs");
			goto error;
		}
		PyObject *key = PyTuple_GET_ITEM(item, 0);
		if (!PyUnicode_Check(key)) {
			PyErr_Format(PyExc_TypeError, "keys must be str, not %.100s", Py_TYPE(key)->tp_name);
			goto error;
		}
		if (n++ > 0 && append_ascii(chunks, ", ") < 0)
			goto error;
		if (append_steal(chunks, PyUnicode_FromFormat("\"%U\": ", key)) < 0)
			goto error;
		if (encode_second(self, chunks, PyTuple_GET_ITEM(item, 1)) < 0)
			goto error;
		Py_CLEAR(item);
	}
	if (PyErr_Occurred())
		goto error;
	if (append_ascii(chunks, "}") < 0)
		goto error;
	Py_DECREF(it);
	Py_DECREF(items);
	return 0;
error:
	Py_XDECREF(item);
	Py_XDECREF(it);
	Py_DECREF(items);
	return -1;
}
static int
encode_second(Enc *self, PyObject *chunks, PyObject *o)
{
	int r;
	if (o == Py_None)
		return append_ascii(chunks, "null");
	if (o == Py_True || o == Py_False)
		return append_ascii(chunks, o == Py_True ? "true" : "false");
	if (PyUnicode_Check(o)) {
		PyObject *s = PyUnicode_FromFormat("\"%U\"", o);
		return append_steal(chunks, s);
	}
	if (PyLong_Check(o) || PyFloat_Check(o))
		return append_steal(chunks, PyObject_Repr(o));
	if (Py_EnterRecursiveCall(" while encoding"))
		return -1;
	if (PyList_Check(o) || PyTuple_Check(o))
		r = encode_list_second(self, chunks, o);
	else if (PyDict_Check(o))
		r = encode_dict_second(self, chunks, o);
	else if (self->fallback != NULL) {
		PyObject *f = Py_NewRef(self->fallback);
		PyObject *x = PyObject_CallOneArg(f, o);
		Py_DECREF(f);
		r = x == NULL ? -1 : encode_second(self, chunks, x);
		Py_XDECREF(x);
	}
	else {
		PyErr_Format(PyExc_TypeError, "cannot encode %.100s", Py_TYPE(o)->tp_name);
		r = -1;
	}
	Py_LeaveRecursiveCall();
	return r;
}
static PyObject *
dumps_ok(PyObject *op, PyObject *o)
{
	PyObject *chunks = PyList_New(0);
	if (chunks == NULL)
		return NULL;
	if (encode_second((Enc *)op, chunks, o) < 0) {
		Py_DECREF(chunks);
		return NULL;
	}
	return chunks;
}

static PyMethodDef methods[] = {
	{"dumps_bad", dumps_bad, METH_O, NULL},
	{"dumps_ok", dumps_ok, METH_O, NULL},
	{NULL}
};

PyTypeObject Enc_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Enc", .tp_basicsize = sizeof(Enc), .tp_methods = methods
};
