/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The failure is kept in a member of a struct that is passed about, or told by
 * a value that a helper looks at. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { PyObject *key; int failed; } context;
typedef struct { int error; Py_ssize_t n; char *p; } writer;

static int on_item(int item, void *arg)
{
	context *c = arg;
	PyObject *r;

	if (c->failed)
		return 1;
	r = PyObject_CallFunction(c->key, "i", item);
	if (r == NULL) {
		c->failed = 1;
		return 1;
	}
	Py_DECREF(r);
	return 0;
}

static PyObject *walk_ok(PyObject *self, PyObject *fn)
{
	context c = { fn, 0 };
	int i;

	for (i = 0; i < 3; i++)
		if (on_item(i, &c))
			break;
	if (c.failed)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *walk_bad(PyObject *self, PyObject *fn)
{
	context c = { fn, 0 };
	int i;

	for (i = 0; i < 3; i++)
		if (on_item(i, &c))
			break;
	Py_RETURN_NONE; // expect: stale-exception 'on_item'
}

static void put(writer *w, PyObject *o)
{
	Py_buffer b;
	char *q;

	if (w->error)
		return;
	if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) < 0) {
		w->error = 1;
		return;
	}
	q = PyMem_Realloc(w->p, (size_t) (w->n + b.len + 1));
	if (q == NULL) {
		PyErr_NoMemory();
		w->error = 1;
	} else {
		w->p = q;
		memcpy(q + w->n, b.buf, (size_t) b.len);
		w->n += b.len;
	}
	PyBuffer_Release(&b);
}

static PyObject *finish(writer *w)
{
	PyObject *r = w->error ? NULL : PyBytes_FromStringAndSize(w->p, w->n);

	PyMem_Free(w->p);
	return r;
}

static PyObject *cat_ok(PyObject *self, PyObject *args)
{
	writer w = { 0, 0, NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	put(&w, a);
	put(&w, b);
	return finish(&w);
}

static PyObject *cat_bad(PyObject *self, PyObject *args)
{
	writer w = { 0, 0, NULL };
	PyObject *a, *r;

	if (!PyArg_ParseTuple(args, "O", &a))
		return NULL;
	put(&w, a);
	r = w.n ? PyBytes_FromStringAndSize(w.p, w.n) : Py_NewRef(Py_None);
	PyMem_Free(w.p);
	return r; // expect: stale-exception 'put'
}

extern double scale(double);

static double unbox(PyObject *o)
{
	return PyFloat_AsDouble(o);
}

static int is_error(double x)
{
	return x == -1.0 && PyErr_Occurred();
}

static char unbox_bool(PyObject *o)
{
	if (o == Py_False)
		return 0;
	if (o == Py_True)
		return 1;
	PyErr_SetString(PyExc_TypeError, "bool value expected");
	return 2;
}

static int is_bool_error(char x)
{
	return x == 2;
}

static PyObject *scale_ok(PyObject *self, PyObject *o)
{
	double x = unbox(o);

	if (is_error(x))
		return NULL;
	return PyFloat_FromDouble(scale(x));
}

static PyObject *negate_ok(PyObject *self, PyObject *o)
{
	char x = unbox_bool(o);

	if (is_bool_error(x))
		return NULL;
	return PyBool_FromLong(!x);
}

/* What matches is set, so that the call gave NULL. */
static PyObject *ends_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallOneArg(self, o);

	if (PyErr_ExceptionMatches(PyExc_StopIteration)) {
		PyErr_Clear();
		PyErr_SetNone(PyExc_StopAsyncIteration);
	}
	return r;
}

static PyMethodDef methods[] = {
	{ "ends_ok", ends_ok, METH_O, NULL },
	{ "walk_ok", walk_ok, METH_O, NULL },
	{ "walk_bad", walk_bad, METH_O, NULL },
	{ "cat_ok", cat_ok, METH_VARARGS, NULL },
	{ "cat_bad", cat_bad, METH_VARARGS, NULL },
	{ "scale_ok", scale_ok, METH_O, NULL },
	{ "negate_ok", negate_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
