// SPDX-License-Identifier: GPL-3.0-or-later
/* -1 taken for true, in realistic dresses. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int PyObject_HasAttrWithError(PyObject *, PyObject *);
int PyDict_ContainsString(PyObject *, const char *);

typedef struct { PyObject_HEAD int strict; PyObject *seen; } Filter;

static PyObject *truth_bad(PyObject *self, PyObject *o)
{
	if (PyObject_IsTrue(o)) // expect: error-as-truth 'PyObject_IsTrue'
		return Py_NewRef(o);
	Py_RETURN_NONE;
}

static PyObject *truth_ok(PyObject *self, PyObject *o)
{
	int r = PyObject_IsTrue(o);

	if (r < 0)
		return NULL;
	if (r)
		return Py_NewRef(o);
	Py_RETURN_NONE;
}

static PyObject *negated_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *cls;

	if (!PyArg_ParseTuple(args, "OO", &o, &cls))
		return NULL;
	if (!PyObject_IsInstance(o, cls)) { // expect: error-as-truth 'PyObject_IsInstance'
		PyErr_SetString(PyExc_TypeError, "wrong type");
		return NULL;
	}
	return Py_NewRef(o);
}

static PyObject *negated_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *cls;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &o, &cls))
		return NULL;
	r = PyObject_IsInstance(o, cls);
	if (r == 0)
		PyErr_SetString(PyExc_TypeError, "wrong type");
	if (r != 1)
		return NULL;
	return Py_NewRef(o);
}

static PyObject *contains_bad(PyObject *op, PyObject *key)
{
	Filter *self = (Filter *) op;

	if (PySet_Contains(self->seen, key)) // expect: error-as-truth 'PySet_Contains'
		Py_RETURN_TRUE;
	if (PySet_Add(self->seen, key) < 0)
		return NULL;
	Py_RETURN_FALSE;
}

static PyObject *contains_ok(PyObject *op, PyObject *key)
{
	Filter *self = (Filter *) op;

	switch (PySet_Contains(self->seen, key)) {
	case -1:
		return NULL;
	case 1:
		Py_RETURN_TRUE;
	}
	if (PySet_Add(self->seen, key) < 0)
		return NULL;
	Py_RETURN_FALSE;
}

static PyObject *ternary_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyCallable_Check(o) && PyObject_IsTrue(o) // expect: error-as-truth
		? Py_True : Py_False;

	return Py_NewRef(r);
}

static PyObject *compare_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_UnpackTuple(args, "compare", 2, 2, &a, &b))
		return NULL;
	return PyBool_FromLong(PyObject_RichCompareBool(a, b, Py_EQ)); // expect: error-as-truth
}

static PyObject *compare_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_UnpackTuple(args, "compare", 2, 2, &a, &b))
		return NULL;
	r = PyObject_RichCompareBool(a, b, Py_EQ);
	return r < 0 ? NULL : PyBool_FromLong(r);
}

/* In a loop. */
static PyObject *count_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *x;
	Py_ssize_t i, n = 0;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &x))
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));

		if (PyObject_RichCompareBool(item, x, Py_EQ)) // expect: error-as-truth
			n++;
		Py_DECREF(item);
	}
	return PyLong_FromSsize_t(n);
}

static PyObject *count_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *x;
	Py_ssize_t i, n = 0;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &x))
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
		int r = PyObject_RichCompareBool(item, x, Py_EQ);

		Py_DECREF(item);
		if (r < 0)
			return NULL;
		n += r;
	}
	return PyLong_FromSsize_t(n);
}

/* Kept in a flag. */
static int set_strict_bad(PyObject *op, PyObject *v, void *closure)
{
	if (!v) {
		PyErr_SetString(PyExc_TypeError, "cannot delete");
		return -1;
	}
	((Filter *) op)->strict = PyObject_IsTrue(v) ? 1 : 0; // expect: error-as-truth
	return 0;
}

static int set_strict_ok(PyObject *op, PyObject *v, void *closure)
{
	int r;

	if (!v) {
		PyErr_SetString(PyExc_TypeError, "cannot delete");
		return -1;
	}
	r = PyObject_IsTrue(v);
	if (r < 0)
		return -1;
	((Filter *) op)->strict = r;
	return 0;
}

static int set_stored_bad(PyObject *op, PyObject *v, void *closure)
{
	if (!v) {
		PyErr_SetString(PyExc_TypeError, "cannot delete");
		return -1;
	}
	((Filter *) op)->strict = PyObject_IsTrue(v); // expect: unchecked-error 'PyObject_IsTrue'
	return 0;
}

/* A helper. */
static int is_wanted(PyObject *o)
{
	PyObject *f = PyObject_GetAttrString(o, "wanted");
	int r;

	if (!f)
		return -1;
	r = PyObject_IsTrue(f);
	Py_DECREF(f);
	return r;
}

static PyObject *wanted_bad(PyObject *self, PyObject *o)
{
	if (is_wanted(o)) // expect: error-as-truth 'is_wanted'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *wanted_ok(PyObject *self, PyObject *o)
{
	int r = is_wanted(o);

	if (r == -1)
		return NULL;
	return PyBool_FromLong(r);
}

/* A helper that cannot fail. */
static int is_exact(PyObject *o)
{
	return PyLong_CheckExact(o) || PyFloat_CheckExact(o);
}

static PyObject *exact_ok(PyObject *self, PyObject *o)
{
	if (is_exact(o))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

/* Sizes. */
static PyObject *empty_bad(PyObject *self, PyObject *o)
{
	if (PyObject_Size(o)) // expect: error-as-truth 'PyObject_Size'
		Py_RETURN_FALSE;
	Py_RETURN_TRUE;
}

static PyObject *empty_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);

	if (n == -1)
		return NULL;
	return PyBool_FromLong(n == 0);
}

static PyObject *copy_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t i, n = PySequence_Size(o); // expect: unchecked-error 'PySequence_Size'
	PyObject *l = PyList_New(0);

	if (!l)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *x = PySequence_GetItem(o, i);

		if (!x || PyList_Append(l, x) < 0) {
			Py_XDECREF(x);
			Py_DECREF(l);
			return NULL;
		}
		Py_DECREF(x);
	}
	return l;
}

static PyObject *newer_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *name;

	if (!PyArg_ParseTuple(args, "OU", &o, &name))
		return NULL;
	if (PyObject_HasAttrWithError(o, name)) // expect: error-as-truth 'PyObject_HasAttrWithError'
		return PyObject_GetAttr(o, name);
	Py_RETURN_NONE;
}

static PyObject *newer_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *name;
	int r;

	if (!PyArg_ParseTuple(args, "OU", &o, &name))
		return NULL;
	r = PyObject_HasAttrWithError(o, name);
	if (r < 0)
		return NULL;
	if (r)
		return PyObject_GetAttr(o, name);
	Py_RETURN_NONE;
}

static PyObject *either_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	if (k == Py_None || PyDict_Contains(d, k)) // expect: error-as-truth 'PyDict_Contains'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *either_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k;
	int r = 1;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	if (k != Py_None && (r = PyDict_Contains(d, k)) < 0)
		return NULL;
	return PyBool_FromLong(r);
}

/* An exact str key of a dict with str keys: cannot fail. */
static PyObject *sure_ok(PyObject *self, PyObject *o)
{
	if (!PyBool_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "bool expected");
		return NULL;
	}
	if (PyObject_IsTrue(o))
		return PyLong_FromLong(1);
	return PyLong_FromLong(0);
}

static PyObject *greater_ok(PyObject *self, PyObject *o)
{
	int r = PyObject_Not(o);

	if (r > 0)
		Py_RETURN_TRUE;
	if (r == 0)
		Py_RETURN_FALSE;
	return NULL;
}

static PyObject *occurred_ok(PyObject *self, PyObject *o)
{
	if (PyObject_IsTrue(o)) {
		if (PyErr_Occurred())
			return NULL;
		Py_RETURN_TRUE;
	}
	Py_RETURN_FALSE;
}

/* A richcompare that inverts. */
static PyObject *filter_compare_bad(PyObject *a, PyObject *b, int op)
{
	if (op != Py_EQ && op != Py_NE)
		Py_RETURN_NOTIMPLEMENTED;
	if (PyObject_RichCompareBool(((Filter *) a)->seen, b, Py_EQ) // expect: error-as-truth
	    == (op == Py_EQ))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static int filter_bool_bad(PyObject *op)
{
	return !PyObject_IsTrue(((Filter *) op)->seen); // expect: error-as-truth
}

static int filter_contains_ok(PyObject *op, PyObject *x)
{
	return PySet_Contains(((Filter *) op)->seen, x);
}

static void filter_dealloc(PyObject *op)
{
	Py_XDECREF(((Filter *) op)->seen);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *filter_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Filter *self = (Filter *) type->tp_alloc(type, 0);

	if (self && !(self->seen = PySet_New(NULL)))
		Py_CLEAR(self);
	return (PyObject *) self;
}

#define METH(f) { #f, f##_bad, METH_O, NULL }, { #f "2", f##_ok, METH_O, NULL }
#define METHV(f) { #f, f##_bad, METH_VARARGS, NULL }, \
	{ #f "2", f##_ok, METH_VARARGS, NULL }
static PyMethodDef filter_methods[] = {
	METH (contains),
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef filter_getset[] = {
	{ "strict", NULL, set_strict_bad, NULL, NULL },
	{ "strict2", NULL, set_strict_ok, NULL, NULL },
	{ "strict3", NULL, set_stored_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyNumberMethods filter_number = { .nb_bool = filter_bool_bad };
static PySequenceMethods filter_sequence = { .sq_contains = filter_contains_ok };
static PyTypeObject filter_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "dresses.Filter", .tp_basicsize = sizeof (Filter),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = filter_new,
	.tp_getset = filter_getset, .tp_as_number = &filter_number,
	.tp_as_sequence = &filter_sequence,
	.tp_richcompare = filter_compare_bad,
	.tp_hash = PyObject_HashNotImplemented,
	.tp_dealloc = filter_dealloc, .tp_methods = filter_methods,
};
static PyMethodDef methods[] = {
	METH (truth), METHV (negated), METHV (compare), METHV (count),
	METH (wanted), METH (empty), METHV (newer), METHV (either),
	{ "ternary", ternary_bad, METH_O, NULL },
	{ "exact", exact_ok, METH_O, NULL },
	{ "copy", copy_bad, METH_O, NULL },
	{ "sure", sure_ok, METH_O, NULL },
	{ "greater", greater_ok, METH_O, NULL },
	{ "occurred", occurred_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static int dresses_exec(PyObject *m)
{
	return PyModule_AddType(m, &filter_type);
}
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, (void *) dresses_exec },
	{ 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "dresses", NULL, 0, methods, slots, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_dresses(void)
{
	return PyModuleDef_Init(&module);
}
