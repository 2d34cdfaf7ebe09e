// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that returns nothing leaves an exception behind, and nobody asks. */
#include <Python.h>

struct text { PyObject *o; const char *s; };

static void text_of_bad(struct text *t, PyObject *o)
{
	t->o = PyObject_Str(o);
	if (!t->o) {
		t->s = "?";
		return; // expect: stale-exception
	}
	t->s = PyUnicode_AsUTF8(t->o);
	if (!t->s) {
		PyErr_Clear();
		t->s = "?";
	}
}

static PyObject *length(PyObject *self, PyObject *o)
{
	struct text t;
	size_t n;

	text_of_bad(&t, o);
	n = strlen(t.s);
	Py_XDECREF(t.o);
	return PyLong_FromSize_t(n);
}

static PyObject *first(PyObject *self, PyObject *o)
{
	struct text t;
	char c;

	text_of_bad(&t, o);
	c = t.s[0];
	Py_XDECREF(t.o);
	return PyLong_FromLong(c);
}

static PyObject *last(PyObject *self, PyObject *o)
{
	struct text t;
	char c;

	text_of_bad(&t, o);
	c = t.s[strlen(t.s) - 1];
	Py_XDECREF(t.o);
	return PyLong_FromLong(c);
}

/* Whoever calls this one knows what it tells by: who does not ask is wrong. */
static void count_ok(Py_ssize_t *n, PyObject *o)
{
	*n = PyObject_Size(o);
}

static PyObject *twice(PyObject *self, PyObject *o)
{
	Py_ssize_t n;

	count_ok(&n, o);
	if (n < 0 && PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(2 * n);
}

static PyObject *thrice_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n;

	count_ok(&n, o);
	return PyLong_FromSsize_t(3 * n); // expect: stale-exception
}

static PyMethodDef methods[] = {
	{ "length", length, METH_O, NULL },
	{ "first", first, METH_O, NULL },
	{ "last", last, METH_O, NULL },
	{ "twice", twice, METH_O, NULL },
	{ "thrice_bad", thrice_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject T = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.T",
	.tp_methods = methods };
