/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: skip-if=python>=3.12
/* Arrays, tuples and fields whose own references are taken out and given back,
 * in the ways of CPython's own modules. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* array of owned, undone by a loop */
PyObject *pack3_ok(const char *a, const char *b, const char *c)
{
	PyObject *out[3] = { NULL, };
	int i = 0;
	PyObject *arg, *tuple;
	int j;

	arg = PyUnicode_FromString(a);
	if (!arg)
		goto error;
	out[i++] = arg;
	arg = PyUnicode_FromString(b);
	if (!arg)
		goto error;
	out[i++] = arg;
	arg = PyUnicode_FromString(c);
	if (!arg)
		goto error;
	out[i++] = arg;
	tuple = PyTuple_New(3);
	if (!tuple)
		goto error;
	for (j = 0; j < 3; j++)
		PyTuple_SET_ITEM(tuple, j, out[j]);
	return tuple;
error:
	for (j = 0; j < i; j++)
		Py_DECREF(out[j]);
	return NULL;
}

PyObject *pack_loop_ok(long x, long y)
{
	long in[2] = { x, y };
	PyObject *out[2] = { NULL, NULL };
	PyObject *tuple;
	int i, j;

	for (i = 0; i < 2; i++) {
		PyObject *arg = PyLong_FromLong(in[i]);
		if (!arg) {
			for (j = 0; j < i; j++)
				Py_DECREF(out[j]);
			return NULL;
		}
		out[i] = arg;
	}
	tuple = PyTuple_New(2);
	if (!tuple) {
		for (j = 0; j < 2; j++)
			Py_DECREF(out[j]);
		return NULL;
	}
	for (j = 0; j < 2; j++)
		PyTuple_SET_ITEM(tuple, j, out[j]);
	return tuple;
}

/* slots of a tuple */
PyObject *take_back_ok(PyObject *o)
{
	PyObject *args = PyTuple_New(2), *n = NULL;
	int i, j;

	if (!args)
		return NULL;
	for (i = 0; i < 5; i++) {
		Py_INCREF(o);
		PyTuple_SET_ITEM(args, 0, o);
		for (j = 1; j < 2; j++)
			PyTuple_SET_ITEM(args, j, NULL);
		Py_XDECREF(n);
		n = PyLong_FromLong(i);
		if (!n)
			break;
		PyTuple_SET_ITEM(args, 1, n);
	}
	PyTuple_SET_ITEM(args, 1, NULL);
	Py_XDECREF(n);
	return args;
}

PyObject *refill_ok(void)
{
	PyObject *t = PyTuple_New(1), *n;

	if (!t)
		return NULL;
	n = PyLong_FromLong(42);
	if (!n) {
		Py_DECREF(t);
		return NULL;
	}
	PyTuple_SET_ITEM(t, 0, n);
	Py_DECREF(n);
	n = PyLong_FromLong(43);
	if (!n) {
		PyTuple_SET_ITEM(t, 0, NULL);
		Py_DECREF(t);
		return NULL;
	}
	PyTuple_SET_ITEM(t, 0, n);
	return t;
}

int packed_again_ok(PyObject *list, PyObject *arg, int what)
{
	PyObject *w = PyLong_FromLong(what), *t;
	int res = -1;

	if (!w)
		return -1;
	t = PyTuple_Pack(2, w, arg);
	if (!t)
		goto error;
	PyTuple_SET_ITEM(t, 0, w);
	res = PyList_Append(list, t);
error:
	Py_DECREF(w);
	Py_XDECREF(t);
	return res;
}
int given_bad(PyObject *list, PyObject *arg, int what)
{
	PyObject *w = PyLong_FromLong(what), *t;
	int res = -1;

	if (!w)
		return -1;
	t = PyTuple_New(1);
	if (!t)
		goto error;
	PyTuple_SET_ITEM(t, 0, w);
	res = PyList_Append(list, t);
error:
	Py_DECREF(w); // expect: over-release
	Py_XDECREF(t);
	return res;
}

/* a struct's slot found to be None */
typedef struct { PyObject_HEAD PyObject *items[1]; } Seq;
PyObject *fill_ok(PyObject *o)
{
	Seq *r = (Seq *) PyObject_CallNoArgs(o);
	int i;

	if (!r)
		return NULL;
	for (i = 7; i <= 9; i++)
		if (r->items[i + 3] == Py_None) {
			Py_DECREF(Py_None);
			Py_INCREF(r->items[i]);
			r->items[i + 3] = r->items[i];
		}
	return (PyObject *) r;
}

/* args updated in place */
PyObject *reduce_ok(PyObject *f, PyObject *result, PyObject *op)
{
	PyObject *args = PyTuple_New(2), *tmp;

	if (!args)
		return NULL;
	Py_INCREF(result);
	PyTuple_SET_ITEM(args, 0, result);
	Py_INCREF(op);
	PyTuple_SET_ITEM(args, 1, op);
	Py_INCREF(op);
	tmp = ((PyTupleObject *) args)->ob_item[0];
	((PyTupleObject *) args)->ob_item[0] = op;
	Py_XDECREF(tmp);
	return args;
}
int set_class_ok(PyObject *self, PyTypeObject *newto)
{
	PyTypeObject *oldto = Py_TYPE(self);
	if (newto->tp_flags & Py_TPFLAGS_HEAPTYPE)
		Py_INCREF(newto);
	Py_SET_TYPE(self, newto);
	if (oldto->tp_flags & Py_TPFLAGS_HEAPTYPE)
		Py_DECREF(oldto);
	return 0;
}
typedef struct { PyObject_HEAD PyObject *mro; } Cls;
void undo_ok(PyObject *temp)
{
	Py_ssize_t n = PyList_GET_SIZE(temp), i;
	for (i = n - 1; i >= 0; i--) {
		Cls *cls;
		PyObject *new_mro, *old = NULL;
		PyArg_UnpackTuple(PyList_GET_ITEM(temp, i), "", 2, 3, &cls, &new_mro, &old);
		if (cls->mro == new_mro) {
			Py_XINCREF(old);
			cls->mro = old;
			Py_DECREF(new_mro);
		}
	}
}

int exc_ok(PyObject *module)
{
	Py_INCREF(PyExc_OSError);
	if (PyModule_AddObject(module, "error", PyExc_OSError) < 0) {
		Py_DECREF(PyExc_OSError);
		return -1;
	}
	return 0;
}
PyObject *exc_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Repr(o);

	if (!s) {
		Py_DECREF(PyExc_OSError); // expect: over-release
		return NULL;
	}
	return s;
}
PyObject *undone_bad(const char *a, const char *b)
{
	PyObject *out[2] = { NULL, };
	int i = 0, j;

	out[i] = PyUnicode_FromString(a);
	if (!out[i++])
		return NULL;
	out[i] = PyUnicode_FromString(b);
	if (!out[i]) {
		for (j = 0; j < i; j++)
			Py_DECREF(out[j]);
		Py_DECREF(out[0]); // expect: over-release
		return NULL;
	}
	for (j = 0; j < 2; j++)
		Py_DECREF(out[j]);
	return NULL;
}
