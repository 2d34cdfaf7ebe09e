/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers that return a new reference on some ways and a borrowed one on
 * others: where their callers treat it as theirs, the helper is at fault. */
#include <Python.h>

struct thing {
	PyObject_HEAD
	PyObject *name;
	PyObject *table;
};

int ask(PyObject *o);

static PyObject *name_bad(struct thing *self)
{
	if (self->name)
		return self->name;	// expect: missing-incref
	return PyUnicode_FromString("anonymous");
}

static PyObject *name_ok(struct thing *self)
{
	if (self->name) {
		Py_INCREF(self->name);
		return self->name;
	}
	return PyUnicode_FromString("anonymous");
}

/* Borrowed on each way: its callers know. */
static PyObject *name_lent_ok(struct thing *self)
{
	return self->name ? self->name : Py_None;
}

static PyObject *find_bad(struct thing *self, PyObject *key)
{
	PyObject *v = PyDict_GetItemWithError(self->table, key);

	if (v)
		return v;		// expect: missing-incref
	if (PyErr_Occurred())
		return NULL;
	return PyObject_GetAttr(self->table, key);
}

static PyObject *text_bad(PyObject *o)
{
	if (PyUnicode_Check(o))
		return o;		// expect: missing-incref
	return PyObject_Str(o);
}

static PyObject *text_ok(PyObject *o)
{
	if (PyUnicode_Check(o)) {
		Py_INCREF(o);
		return o;
	}
	return PyObject_Str(o);
}

/* The status of an update: one None of two is counted. */
static PyObject *update_bad(PyObject *list, PyObject *o)
{
	PyObject *rv = NULL;

	if (ask(o))
		Py_RETURN_NONE;
	if (PyList_Append(list, o) < 0)
		goto done;
	rv = Py_None;
done:
	return rv;			// expect: missing-incref
}

/* The caller's own object tells that there is nothing: callers compare. */
static PyObject *answer_ok(PyObject *self, PyObject *o)
{
	if (ask(o))
		Py_RETURN_NONE;
	return self;
}

static PyObject *compares_ok(PyObject *self, PyObject *o)
{
	PyObject *r = answer_ok(self, o);

	if (r != self)
		return r;
	return PyLong_FromLong(1);
}

/* What hands it on is not at fault. */
static PyObject *dispatch(PyObject *list, PyObject *o)
{
	if (ask(list)) {
		PyErr_SetString(PyExc_TypeError, "not this");
		return NULL;
	}
	return update_bad(list, o);
}

static PyObject *repr(PyObject *op)
{
	PyObject *n = name_bad((struct thing *) op), *r;

	if (!n)
		return NULL;
	r = PyUnicode_FromFormat("<thing %R>", n);
	Py_DECREF(n);
	return r;
}

static PyObject *str(PyObject *op)
{
	PyObject *n = name_ok((struct thing *) op), *r;

	if (!n)
		return NULL;
	r = PyUnicode_FromFormat("<thing %R>", n);
	Py_DECREF(n);
	return r;
}

static PyObject *lent(PyObject *op, PyObject *unused)
{
	return PyUnicode_FromFormat("<%R>",
				    name_lent_ok((struct thing *) op));
}

static PyObject *size(PyObject *op, PyObject *key)
{
	PyObject *v = find_bad((struct thing *) op, key);
	Py_ssize_t n;

	if (!v)
		return NULL;
	n = PyObject_Size(v);
	Py_DECREF(v);
	return n < 0 ? NULL : PyLong_FromSsize_t(n);
}

static PyObject *get(PyObject *op, PyObject *key)
{
	return find_bad((struct thing *) op, key);
}

static PyObject *twice_one(PyObject *op, PyObject *o)
{
	PyObject *s = text_bad(o), *r;

	if (!s)
		return NULL;
	r = PyUnicode_Concat(s, s);
	Py_DECREF(s);
	return r;
}

static PyObject *twice_ok(PyObject *op, PyObject *o)
{
	PyObject *s = text_ok(o), *r;

	if (!s)
		return NULL;
	r = PyUnicode_Concat(s, s);
	Py_DECREF(s);
	return r;
}

static PyObject *update(PyObject *op, PyObject *o)
{
	return dispatch(((struct thing *) op)->table, o);
}

static void dealloc(PyObject *op)
{
	struct thing *self = (struct thing *) op;

	Py_XDECREF(self->name);
	Py_XDECREF(self->table);
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef methods[] = {
	{ "lent", lent, METH_NOARGS, NULL },
	{ "size", size, METH_O, NULL },
	{ "get", get, METH_O, NULL },
	{ "twice_one", twice_one, METH_O, NULL },
	{ "twice_ok", twice_ok, METH_O, NULL },
	{ "update", update, METH_O, NULL },
	{ "compares", compares_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "mixing.thing",
	.tp_basicsize = sizeof (struct thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = methods,
	.tp_repr = repr,
	.tp_str = str,
	.tp_dealloc = dealloc
};
