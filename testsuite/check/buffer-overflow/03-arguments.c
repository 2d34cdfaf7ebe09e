// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Items of tuples, lists and argument vectors past what was tested. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *pair_bad(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || PyTuple_GET_SIZE(o) != 2)
		return PyErr_Format(PyExc_TypeError, "a pair is wanted");
	return Py_NewRef(PyTuple_GET_ITEM(o, 2)); // expect: buffer-overflow 'o'
}

PyObject *pair_ok(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || PyTuple_GET_SIZE(o) != 2)
		return PyErr_Format(PyExc_TypeError, "a pair is wanted");
	return Py_NewRef(PyTuple_GET_ITEM(o, 1));
}

PyObject *at_least_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (PyTuple_GET_SIZE(args) < 1)
		return PyErr_Format(PyExc_TypeError, "one is wanted");
	a = PyTuple_GET_ITEM(args, 0);
	b = PyTuple_GET_ITEM(args, 1); // expect: buffer-overflow 'args'
	return PyNumber_Add(a, b);
}

PyObject *at_least_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (PyTuple_GET_SIZE(args) < 2)
		return PyErr_Format(PyExc_TypeError, "two are wanted");
	a = PyTuple_GET_ITEM(args, 0);
	b = PyTuple_GET_ITEM(args, 1);
	return PyNumber_Add(a, b);
}

PyObject *optional_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_Size(args);
	PyObject *a, *b = Py_None;

	if (n < 1 || n > 2)
		return PyErr_Format(PyExc_TypeError, "one or two");
	a = PyTuple_GET_ITEM(args, 0);
	if (n >= 1)
		b = PyTuple_GET_ITEM(args, 1); // expect: buffer-overflow 'args'
	return PyTuple_Pack(2, a, b);
}

PyObject *optional_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_Size(args);
	PyObject *a, *b = Py_None;

	if (n < 1 || n > 2)
		return PyErr_Format(PyExc_TypeError, "one or two");
	a = PyTuple_GET_ITEM(args, 0);
	if (n > 1)
		b = PyTuple_GET_ITEM(args, 1);
	return PyTuple_Pack(2, a, b);
}

static PyObject *fast_bad(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	if (nargs < 1) {
		PyErr_SetString(PyExc_TypeError, "at least one");
		return NULL;
	}
	return PyObject_RichCompare(args[0], args[1], Py_EQ); // expect: buffer-overflow 'args'
}

static PyObject *fast_ok(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	if (nargs != 2) {
		PyErr_SetString(PyExc_TypeError, "two");
		return NULL;
	}
	return PyObject_RichCompare(args[0], args[1], Py_EQ);
}

static PyObject *fast_count_bad(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	if (!_PyArg_CheckPositional("f", nargs, 1, 3))
		return NULL;
	return PyNumber_Power(args[0], args[1], Py_None); // expect: buffer-overflow 'args'
}

static PyObject *fast_count_ok(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	if (!_PyArg_CheckPositional("f", nargs, 2, 3))
		return NULL;
	return PyNumber_Power(args[0], args[1], nargs > 2 ? args[2] : Py_None);
}

PyObject *loop_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n;
	PyObject *sum = PyLong_FromLong(0), *s;

	if (!sum)
		return NULL;
	if (!PyList_Check(list)) {
		Py_DECREF(sum);
		return PyErr_Format(PyExc_TypeError, "a list");
	}
	n = PyList_GET_SIZE(list);
	for (i = 0; i <= n; i++) {
		s = PyNumber_Add(sum, PyList_GET_ITEM(list, i)); // expect: buffer-overflow 'list'
		Py_DECREF(sum);
		if (!s)
			return NULL;
		sum = s;
	}
	return sum;
}

/* A new list or tuple, and one item too many. */
PyObject *made_bad(PyObject *self, PyObject *o)
{
	PyObject *t = PyTuple_New(2);

	if (!t)
		return NULL;
	PyTuple_SET_ITEM(t, 0, Py_NewRef(o));
	PyTuple_SET_ITEM(t, 1, Py_NewRef(o));
	PyTuple_SET_ITEM(t, 2, Py_NewRef(o)); // expect: buffer-overflow 't'
	return t;
}

PyObject *made_ok(PyObject *self, PyObject *o)
{
	PyObject *t = PyTuple_New(3);

	if (!t)
		return NULL;
	PyTuple_SET_ITEM(t, 0, Py_NewRef(o));
	PyTuple_SET_ITEM(t, 1, Py_NewRef(o));
	PyTuple_SET_ITEM(t, 2, Py_NewRef(o));
	return t;
}

PyObject *fill_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_GET_SIZE(args), i;
	PyObject *l = PyList_New(n);

	if (!l)
		return NULL;
	for (i = 0; i <= n; i++)
		PyList_SET_ITEM(l, i, PyLong_FromSsize_t(i)); // expect: buffer-overflow 'l'
	return l;
}

PyObject *fill_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_GET_SIZE(args), i;
	PyObject *l = PyList_New(n);

	if (!l)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *x = PyLong_FromSsize_t(i);

		if (!x) {
			Py_DECREF(l);
			return NULL;
		}
		PyList_SET_ITEM(l, i, x);
	}
	return l;
}

PyObject *appended_bad(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (!l)
		return NULL;
	PyList_SET_ITEM(l, 0, Py_NewRef(o)); // expect: buffer-overflow 'l'
	return l;
}

PyObject *last_bad(PyObject *self, PyObject *l)
{
	if (!PyList_Check(l))
		return PyErr_Format(PyExc_TypeError, "a list");
	return Py_NewRef(PyList_GET_ITEM(l, PyList_GET_SIZE(l))); // expect: buffer-overflow 'l'
}

PyObject *last_ok(PyObject *self, PyObject *l)
{
	if (!PyList_Check(l) || !PyList_GET_SIZE(l))
		return PyErr_Format(PyExc_TypeError, "a list");
	return Py_NewRef(PyList_GET_ITEM(l, PyList_GET_SIZE(l) - 1));
}

/* In a helper. */
static PyObject *third(PyObject *t)
{
	return PyTuple_GET_ITEM(t, 2);
}

PyObject *helper_bad(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || PyTuple_GET_SIZE(o) != 2)
		return PyErr_Format(PyExc_TypeError, "a pair");
	return Py_NewRef(third(o)); // expect: buffer-overflow 'o'
}

PyObject *helper_ok(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || PyTuple_GET_SIZE(o) != 3)
		return PyErr_Format(PyExc_TypeError, "three");
	return Py_NewRef(third(o));
}

/* A negative index counts from the end, once. */
PyObject *item_bad(PyObject *self, PyObject *args)
{
	PyObject *l;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &l, &i))
		return NULL;
	if (i > PyList_GET_SIZE(l))
		return PyErr_Format(PyExc_IndexError, "index");
	return Py_NewRef(PyList_GET_ITEM(l, i)); // expect: buffer-overflow 'l'
}

PyObject *item_ok(PyObject *self, PyObject *args)
{
	PyObject *l;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &l, &i))
		return NULL;
	if (i < 0)
		i += PyList_GET_SIZE(l);
	if (i < 0 || i >= PyList_GET_SIZE(l))
		return PyErr_Format(PyExc_IndexError, "index");
	return Py_NewRef(PyList_GET_ITEM(l, i));
}

PyObject *unchecked_index_bad(PyObject *self, PyObject *args)
{
	PyObject *l;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &l, &i))
		return NULL;
	return Py_NewRef(PyList_GET_ITEM(l, i)); // expect: buffer-overflow 'l'
}

PyMethodDef exported[] = {
	{ "a", (PyCFunction) (void (*)(void)) fast_bad, METH_FASTCALL, NULL },
	{ "b", (PyCFunction) (void (*)(void)) fast_ok, METH_FASTCALL, NULL },
	{ "c", (PyCFunction) (void (*)(void)) fast_count_bad, METH_FASTCALL, NULL },
	{ "d", (PyCFunction) (void (*)(void)) fast_count_ok, METH_FASTCALL, NULL },
	{ NULL, NULL, 0, NULL }
};
