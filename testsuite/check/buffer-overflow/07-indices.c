/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indices below 0, narrowed ones, those of members; sizes that were asked for
 * too early. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int counters[16];
static int table[256];

PyObject *negative_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (i >= 16)
		return PyErr_Format(PyExc_IndexError, "no such counter");
	counters[i] = 1; // expect: buffer-overflow 'counters'
	Py_RETURN_NONE;
}

PyObject *negative_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (i < 0 || i >= 16)
		return PyErr_Format(PyExc_IndexError, "no such counter");
	counters[i] = 1;
	Py_RETURN_NONE;
}

PyObject *unsigned_test_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if ((unsigned) i >= 16)
		return PyErr_Format(PyExc_IndexError, "no such counter");
	counters[i] = 1;
	Py_RETURN_NONE;
}

PyObject *counted_back_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (i < 0)
		i += 16;
	if (i < 0 || i >= 16)
		return PyErr_Format(PyExc_IndexError, "no such counter");
	counters[i] = 1;
	Py_RETURN_NONE;
}

PyObject *narrow_test_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "n", &i))
		return NULL;
	if ((int) i < 0 || (int) i >= 256)
		return PyErr_Format(PyExc_IndexError, "slot");
	return PyLong_FromLong(table[i]); // expect: buffer-overflow 'table'
}

PyObject *narrow_use_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	int i;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	i = (int) n;
	if (i < 0 || i >= 256)
		return PyErr_Format(PyExc_IndexError, "slot");
	return PyLong_FromLong(table[i]);
}

struct block { PyObject_HEAD unsigned char data[64]; };

static PyObject *item_bad(PyObject *o, Py_ssize_t i)
{
	struct block *self = (struct block *) o;

	if (i > 64)
		return PyErr_Format(PyExc_IndexError, "index");
	return PyLong_FromLong(self->data[i]); // expect: buffer-overflow 'data'
}

static int set_bad(PyObject *o, Py_ssize_t i, PyObject *v)
{
	struct block *self = (struct block *) o;

	if (i >= 64 || !v) {
		PyErr_SetString(PyExc_IndexError, "index");
		return -1;
	}
	self->data[i] = 1; // expect: buffer-overflow 'data'
	return 0;
}

static PySequenceMethods sequence_bad = { .sq_item = item_bad,
	.sq_ass_item = set_bad };

static PyObject *item_ok(PyObject *o, Py_ssize_t i)
{
	struct block *self = (struct block *) o;

	if (i < 0 || i >= 64)
		return PyErr_Format(PyExc_IndexError, "index");
	return PyLong_FromLong(self->data[i]);
}

static PySequenceMethods sequence_ok = { .sq_item = item_ok };

PyTypeObject types[] = {
	{ PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.A",
	  .tp_basicsize = sizeof(struct block),
	  .tp_as_sequence = &sequence_bad },
	{ PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.B",
	  .tp_basicsize = sizeof(struct block),
	  .tp_as_sequence = &sequence_ok },
};

/* The list can be shorter when PyObject_IsTrue comes back. */
static PyObject *shrinks_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n;
	long total = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "list expected");
	n = PyList_GET_SIZE(list);
	for (i = 0; i < n; i++) {
		PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i)); // expect: buffer-overflow 'list'
		int t = PyObject_IsTrue(item);

		Py_DECREF(item);
		if (t < 0)
			return NULL;
		total += t;
	}
	return PyLong_FromLong(total);
}

static PyObject *asks_again_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t i;
	long total = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "list expected");
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
		int t = PyObject_IsTrue(item);

		Py_DECREF(item);
		if (t < 0)
			return NULL;
		total += t;
	}
	return PyLong_FromLong(total);
}

static PyObject *refuses_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n;
	long total = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "list expected");
	n = PyList_GET_SIZE(list);
	for (i = 0; i < n; i++) {
		PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
		int t = PyObject_IsTrue(item);

		Py_DECREF(item);
		if (t < 0)
			return NULL;
		if (n != PyList_GET_SIZE(list))
			return PyErr_Format(PyExc_RuntimeError, "changed");
		total += t;
	}
	return PyLong_FromLong(total);
}

static PyObject *own_list_ok(PyObject *self, PyObject *o)
{
	PyObject *list = PySequence_List(o);
	Py_ssize_t i, n;
	long total = 0;

	if (!list)
		return NULL;
	n = PyList_GET_SIZE(list);
	for (i = 0; i < n; i++) {
		int t = PyObject_IsTrue(PyList_GET_ITEM(list, i));

		if (t < 0) {
			Py_DECREF(list);
			return NULL;
		}
		total += t;
	}
	Py_DECREF(list);
	return PyLong_FromLong(total);
}

static PyObject *exact_items_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n;
	double total = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "list expected");
	n = PyList_GET_SIZE(list);
	for (i = 0; i < n; i++) {
		PyObject *item = PyList_GET_ITEM(list, i);

		if (!PyFloat_Check(item))
			return PyErr_Format(PyExc_TypeError, "float expected");
		total += PyFloat_AS_DOUBLE(item);
	}
	return PyFloat_FromDouble(total);
}

static PyObject *counted_by_phi_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t size = args ? PyTuple_Size(args) : 0;

	if (size > 1)
		return PyErr_Format(PyExc_TypeError, "one at most");
	if (size == 1)
		return Py_NewRef(PyTuple_GET_ITEM(args, 0));
	Py_RETURN_NONE;
}

static PyObject *rest_bad(PyObject *self, PyObject *args)
{
	PyObject *f = PyTuple_GET_ITEM(args, 0); // expect: buffer-overflow 'arguments'
	PyObject *rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
	PyObject *r;

	if (!rest)
		return NULL;
	r = PyObject_CallObject(f, rest);
	Py_DECREF(rest);
	return r;
}

static PyObject *rest_ok(PyObject *self, PyObject *args)
{
	PyObject *rest, *r;

	if (PyTuple_GET_SIZE(args) < 1)
		return PyErr_Format(PyExc_TypeError, "a function is missing");
	rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
	if (!rest)
		return NULL;
	r = PyObject_CallObject(PyTuple_GET_ITEM(args, 0), rest);
	Py_DECREF(rest);
	return r;
}

PyMethodDef methods[] = {
	{ "e", counted_by_phi_ok, METH_VARARGS, NULL },
	{ "f", rest_bad, METH_VARARGS, NULL },
	{ "g", rest_ok, METH_VARARGS, NULL },
	{ "a", shrinks_bad, METH_O, NULL },
	{ "b", asks_again_ok, METH_O, NULL },
	{ "c", own_list_ok, METH_O, NULL },
	{ "h", refuses_ok, METH_O, NULL },
	{ "d", exact_items_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

/* calloc (n, size): n is one too many. */
char **vector_bad(Py_ssize_t n)
{
	char **v = PyMem_Calloc((size_t) n, sizeof(char *));

	if (!v)
		return NULL;
	v[n] = NULL; // expect: buffer-overflow
	return v;
}

char **vector_ok(Py_ssize_t n)
{
	char **v = PyMem_Calloc((size_t) n + 1, sizeof(char *));

	if (!v)
		return NULL;
	v[n] = NULL;
	return v;
}

static int add(PyObject *list, PyObject *item)
{
	return PyList_Append(list, item);
}

PyObject *grown_ok(PyObject *a)
{
	PyObject *list = PyList_New(0), *item;

	if (!list)
		return NULL;
	if (add(list, a) < 0 || PyList_Append(list, a) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	item = Py_NewRef(PyList_GET_ITEM(list, 0));
	Py_DECREF(list);
	return item;
}

PyObject *empty_bad(PyObject *a)
{
	PyObject *list = PyList_New(0), *item;

	if (!list)
		return NULL;
	item = Py_NewRef(PyList_GET_ITEM(list, 0)); // expect: buffer-overflow 'list'
	Py_DECREF(list);
	return item;
}

/* A loop that ends at one number alone. */
static const unsigned rounds[] = { 1, 2, 4, 8, 16, 32, 64, 128, 27, 54 };

unsigned expand_ok(unsigned *key, int bits)
{
	int i = 0;

	if (bits == 128)
		for (;;) {
			key[4] = key[0] ^ rounds[i];
			if (++i == 10)
				return 10;
			key += 4;
		}
	if (bits == 192)
		for (;;) {
			key[6] = key[0] ^ rounds[i];
			if (++i == 8)
				return 12;
			key += 6;
		}
	return 0;
}

unsigned past_bad(int i)
{
	if (i < 10)
		return 0;
	return rounds[i]; // expect: buffer-overflow
}
