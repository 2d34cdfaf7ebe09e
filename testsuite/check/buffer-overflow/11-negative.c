// SPDX-License-Identifier: GPL-3.0-or-later
/* An index from Python of which only the upper end is tested, or nothing, into
 * memory whose size nobody knows. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int n;
	double *v;
	Py_ssize_t len;
	PyObject **items;
	char *bytes;
} Array;

static PyObject *outside(void)
{
	return PyErr_Format(PyExc_IndexError, "index out of range");
}

static PyObject *get_bad(Array *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (i >= self->n)
		return outside();
	return PyFloat_FromDouble(self->v[i]); // expect: buffer-overflow 'i' 'negative'
}

static PyObject *below_bad(Array *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	if (i < self->len)
		return Py_NewRef(self->items[i]); // expect: buffer-overflow 'i' 'negative'
	return outside();
}

static PyObject *from_end_bad(Array *self, PyObject *o)
{
	Py_ssize_t i = PyNumber_AsSsize_t(o, PyExc_IndexError);

	if (i == -1 && PyErr_Occurred())
		return NULL;
	if (i < 0)
		i += self->len;
	if (i >= self->len)
		return outside();
	return Py_NewRef(self->items[i]); // expect: buffer-overflow 'i' 'negative'
}

static PyObject *from_end_ok(Array *self, PyObject *o)
{
	Py_ssize_t i = PyNumber_AsSsize_t(o, PyExc_IndexError);

	if (i == -1 && PyErr_Occurred())
		return NULL;
	if (i < 0)
		i += self->len;
	if (i < 0 || i >= self->len)
		return outside();
	return Py_NewRef(self->items[i]);
}

/* Narrowed, 2**32 - 1 is -1. */
static PyObject *narrowed_bad(Array *self, PyObject *o)
{
	Py_ssize_t i = PyNumber_AsSsize_t(o, PyExc_IndexError);
	int k;

	if (i == -1 && PyErr_Occurred())
		return NULL;
	if (i < 0)
		i += self->n;
	k = (int) i;
	if (k >= self->n)
		return outside();
	return PyFloat_FromDouble(self->v[k]); // expect: buffer-overflow 'negative'
}

static PyObject *narrowed_ok(Array *self, PyObject *o)
{
	Py_ssize_t i = PyNumber_AsSsize_t(o, PyExc_IndexError);
	int k;

	if (i == -1 && PyErr_Occurred())
		return NULL;
	k = (int) i;
	if (k < 0 || k >= self->n)
		return outside();
	return PyFloat_FromDouble(self->v[k]);
}

static PyObject *untested_bad(Array *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	return PyLong_FromLong(self->bytes[i]); // expect: buffer-overflow 'i' 'without a test'
}

/* Both ends at once. */
static PyObject *unsigned_ok(Array *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	if ((size_t) i >= (size_t) self->len)
		return outside();
	return Py_NewRef(self->items[i]);
}

static int is_within(const Array *self, Py_ssize_t i)
{
	return i >= 0 && i < self->len;
}

static PyObject *asked_ok(Array *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	if (!is_within(self, i))
		return outside();
	return Py_NewRef(self->items[i]);
}

static PyObject *wrapped_ok(Array *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	return PyLong_FromLong(self->bytes[i & 63]);
}

static PyObject *from_start_ok(Array *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	if (i < self->n)
		return outside();
	return PyLong_FromLong(self->bytes[i - self->n]);
}

static PyObject *put_bad(Array *self, PyObject *args)
{
	Py_ssize_t i;
	int c;

	if (!PyArg_ParseTuple(args, "ni", &i, &c))
		return NULL;
	if (i >= self->len)
		return outside();
	self->bytes[i] = c; // expect: buffer-overflow 'i' 'negative'
	Py_RETURN_NONE;
}

static PyObject *list_bad(PyObject *self, PyObject *args)
{
	PyObject *l;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &l, &i))
		return NULL;
	if (i >= PyList_GET_SIZE(l))
		return outside();
	return Py_NewRef(PyList_GET_ITEM(l, i)); // expect: buffer-overflow 'l' 'negative'
}

static PyMethodDef methods[] = {
	{ "get", (PyCFunction) get_bad, METH_VARARGS },
	{ "below", (PyCFunction) below_bad, METH_VARARGS },
	{ "from_end", (PyCFunction) from_end_bad, METH_O },
	{ "from_end_ok", (PyCFunction) from_end_ok, METH_O },
	{ "narrowed", (PyCFunction) narrowed_bad, METH_O },
	{ "narrowed_ok", (PyCFunction) narrowed_ok, METH_O },
	{ "untested", (PyCFunction) untested_bad, METH_VARARGS },
	{ "unsigned", (PyCFunction) unsigned_ok, METH_VARARGS },
	{ "asked", (PyCFunction) asked_ok, METH_VARARGS },
	{ "wrapped", (PyCFunction) wrapped_ok, METH_VARARGS },
	{ "from_start", (PyCFunction) from_start_ok, METH_VARARGS },
	{ "put", (PyCFunction) put_bad, METH_VARARGS },
	{ "list", list_bad, METH_VARARGS },
	{ 0 }
};

/* What PySequence_GetItem adds the length to once can be below 0 still. */
static PyObject *item_bad(Array *self, Py_ssize_t i)
{
	if (i >= self->len)
		return outside();
	return Py_NewRef(self->items[i]); // expect: buffer-overflow 'i' 'negative'
}

static PyObject *item_ok(Array *self, Py_ssize_t i)
{
	if (i < 0 || i >= self->len)
		return outside();
	return Py_NewRef(self->items[i]);
}

static PySequenceMethods sequence = { .sq_item = (ssizeargfunc) item_bad };
static PySequenceMethods other = { .sq_item = (ssizeargfunc) item_ok };

PyTypeObject Array_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Array",
	.tp_basicsize = sizeof(Array),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = methods,
	.tp_as_sequence = &sequence,
};

PyTypeObject Other_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Other",
	.tp_basicsize = sizeof(Array),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_sequence = &other,
};
