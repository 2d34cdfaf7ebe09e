// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists in a list of the unit's own: each is as private as the one it is in,
 * unless somebody hands one out. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int n;
} Rule;

typedef struct {
	PyObject_HEAD
	PyObject *rules;	/* of lists of Rule, seen by nobody */
	PyObject *shown;	/* the same, but its lists are handed out */
} Query;

extern PyTypeObject *Query_type, *Rule_type;

static PyObject *make_rule(int n)
{
	Rule *r = PyObject_New(Rule, Rule_type);

	if (!r)
		return NULL;
	r->n = n;
	return (PyObject *)r;
}

static PyObject *make(PyObject *module, PyObject *args)
{
	Query *q = (Query *)Query_type->tp_alloc(Query_type, 0);
	PyObject *list = NULL, *rule;
	Py_ssize_t i;

	if (!q)
		return NULL;
	q->rules = PyList_New(3);
	q->shown = PyList_New(1);
	if (!q->rules || !q->shown)
		goto error;
	for (i = 0; i < 3; i++) {
		list = PyList_New(0);
		if (!list)
			goto error;
		rule = make_rule((int)i);
		if (!rule)
			goto error;
		if (PyList_Append(list, rule) < 0) {
			Py_DECREF(rule);
			goto error;
		}
		Py_DECREF(rule);
		PyList_SetItem(q->rules, i, list);
		list = NULL;
	}
	list = PyList_New(0);
	if (!list)
		goto error;
	PyList_SetItem(q->shown, 0, list);
	return (PyObject *)q;
error:
	Py_XDECREF(list);
	Py_DECREF(q);
	return NULL;
}

static void query_dealloc(Query *self)
{
	PyTypeObject *type = Py_TYPE(self);

	Py_XDECREF(self->rules);
	Py_XDECREF(self->shown);
	type->tp_free((PyObject *)self);
	Py_DECREF(type);
}

static PyObject *first(Query *self, PyObject *unused)
{
	PyObject *list = PyList_GetItem(self->shown, 0);

	Py_XINCREF(list);
	return list;
}

static PyObject *sum_ok(Query *self, PyObject *callback)
{
	PyObject *list = PyList_GetItem(self->rules, 1), *r;
	Py_ssize_t i, sum = 0;

	if (!list)
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *rule = PyList_GetItem(list, i);

		r = PyObject_CallNoArgs(callback);
		if (!r)
			return NULL;
		Py_DECREF(r);
		sum += ((Rule *)rule)->n;
	}
	return PyLong_FromSsize_t(sum);
}

static PyObject *sum_bad(Query *self, PyObject *callback)
{
	PyObject *list = PyList_GetItem(self->shown, 0), *rule, *r;

	if (!list)
		return NULL;
	rule = PyList_GetItem(list, 0);
	if (!rule)
		return NULL;
	r = PyObject_CallNoArgs(callback);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyLong_FromLong(((Rule *)rule)->n); // expect: stale-borrow 'rule'
}

static PyMethodDef query_methods[] = {
	{ "first", (PyCFunction)first, METH_NOARGS, NULL },
	{ "sum_ok", (PyCFunction)sum_ok, METH_O, NULL },
	{ "sum_bad", (PyCFunction)sum_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyType_Slot query_slots[] = {
	{ Py_tp_dealloc, query_dealloc },
	{ Py_tp_methods, query_methods },
	{ 0, NULL }
};

PyType_Spec query_spec = { .name = "m.Query", .basicsize = sizeof(Query),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = query_slots };

static PyMethodDef methods[] = {
	{ "make", make, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "m", NULL, -1,
	methods, NULL, NULL, NULL, NULL };
