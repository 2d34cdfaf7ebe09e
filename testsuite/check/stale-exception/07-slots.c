// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Slots and helpers: success of each kind with an exception set.
#include <Python.h>

PyAPI_FUNC(int) PyModule_Add(PyObject *, const char *, PyObject *);
PyAPI_FUNC(int) PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);

typedef struct {
	PyObject_HEAD
	PyObject *dict;
	PyObject *cb;
	Py_ssize_t n;
} Box;

/* 0 of a setter is success. */
static int set_n_bad(Box *self, PyObject *v, void *closure)
{
	Py_ssize_t n;

	if (!v) {
		PyErr_SetString(PyExc_AttributeError, "not deletable");
		return 0; // expect: stale-exception
	}
	n = PyLong_AsSsize_t(v);
	if (n == -1 && PyErr_Occurred())
		return -1;
	self->n = n;
	return 0;
}

static int set_n_ok(Box *self, PyObject *v, void *closure)
{
	Py_ssize_t n;

	if (!v) {
		PyErr_SetString(PyExc_AttributeError, "not deletable");
		return -1;
	}
	n = PyLong_AsSsize_t(v);
	if (n == -1 && PyErr_Occurred())
		return -1;
	self->n = n;
	return 0;
}

/* An init that returns 1 or 0 as its parser does. */
static int init_bad(Box *self, PyObject *args, PyObject *kw)
{
	if (!PyArg_ParseTuple(args, "n", &self->n))
		return 0; // expect: stale-exception
	return 0;
}

static int init_ok(Box *self, PyObject *args, PyObject *kw)
{
	if (!PyArg_ParseTuple(args, "n", &self->n))
		return -1;
	return 0;
}

/* A comparison that cannot be made. */
static PyObject *compare_bad(Box *a, Box *b, int op)
{
	int r = PyObject_RichCompareBool(a->dict, b->dict, Py_EQ);

	if (r < 0)
		Py_RETURN_NOTIMPLEMENTED; // expect: stale-exception
	return PyBool_FromLong(op == Py_EQ ? r : !r);
}

static PyObject *compare_ok(Box *a, Box *b, int op)
{
	int r = PyObject_RichCompareBool(a->dict, b->dict, Py_EQ);

	if (r < 0)
		return NULL;
	return PyBool_FromLong(op == Py_EQ ? r : !r);
}

/* 0 is "no" in sq_contains. */
static int contains_bad(Box *self, PyObject *key)
{
	PyObject *v;

	v = PyDict_GetItemWithError(self->dict, key);
	if (!v) {
		if (PyErr_Occurred())
			return 0; // expect: stale-exception
		return 0;
	}
	return 1;
}

static int contains_ok(Box *self, PyObject *key)
{
	PyObject *v;

	v = PyDict_GetItemWithError(self->dict, key);
	if (!v) {
		if (PyErr_Occurred())
			return -1;
		return 0;
	}
	return 1;
}

static Py_ssize_t length_bad(Box *self)
{
	Py_ssize_t n = PyObject_Size(self->dict);

	if (n < 0)
		return 0; // expect: stale-exception
	return n;
}

static Py_ssize_t length_ok(Box *self)
{
	Py_ssize_t n = PyObject_Size(self->dict);

	if (n < 0)
		return -1;
	return n;
}

/* A hash that is something, but an exception is set. */
static Py_hash_t hash_bad(Box *self)
{
	Py_hash_t h = PyObject_Hash(self->cb);

	if (h == -1)
		return 0; // expect: stale-exception
	return h ^ 5;
}

static Py_hash_t hash_ok(Box *self)
{
	Py_hash_t h = PyObject_Hash(self->cb);

	if (h == -1)
		return -1;
	h ^= 5;
	return h == -1 ? -2 : h;
}

/* tp_iternext: the item with an exception set. */
static PyObject *next_bad(Box *self)
{
	PyObject *r;

	if (self->n <= 0)
		return NULL;
	self->n--;
	r = PyObject_CallNoArgs(self->cb);
	if (!r)
		r = Py_NewRef(Py_None);
	return r; // expect: stale-exception
}

static PyObject *next_ok(Box *self)
{
	PyObject *r;

	if (self->n <= 0)
		return NULL;
	self->n--;
	r = PyObject_CallNoArgs(self->cb);
	if (!r && PyErr_ExceptionMatches(PyExc_LookupError)) {
		PyErr_Clear();
		r = Py_NewRef(Py_None);
	}
	return r;
}

/* A repr of the last resort. */
static PyObject *repr_bad(Box *self)
{
	PyObject *s = PyObject_Repr(self->dict);

	if (s == NULL)
		return PyUnicode_FromString("<Box>"); // expect: stale-exception
	return s;
}

static PyObject *repr_ok(Box *self)
{
	PyObject *s = PyObject_Repr(self->dict), *r;

	if (s == NULL)
		return NULL;
	r = PyUnicode_FromFormat("<Box %U>", s);
	Py_DECREF(s);
	return r;
}

static PyType_Slot slots_bad[] = {
	{Py_tp_init, init_bad},
	{Py_tp_richcompare, compare_bad},
	{Py_sq_contains, contains_bad},
	{Py_sq_length, length_bad},
	{Py_tp_hash, hash_bad},
	{Py_tp_iternext, next_bad},
	{Py_tp_iter, PyObject_SelfIter},
	{Py_tp_repr, repr_bad},
	{Py_tp_getset, (PyGetSetDef[]){
		{"n", NULL, (setter)set_n_bad, NULL, NULL}, {NULL}}},
	{0, NULL}
};

static PyType_Spec spec_bad = {
	"m.Bad", sizeof(Box), 0, Py_TPFLAGS_DEFAULT, slots_bad
};

static PyType_Slot slots_ok[] = {
	{Py_tp_init, init_ok},
	{Py_tp_richcompare, compare_ok},
	{Py_sq_contains, contains_ok},
	{Py_sq_length, length_ok},
	{Py_tp_hash, hash_ok},
	{Py_tp_iternext, next_ok},
	{Py_tp_iter, PyObject_SelfIter},
	{Py_tp_repr, repr_ok},
	{Py_tp_getset, (PyGetSetDef[]){
		{"n", NULL, (setter)set_n_ok, NULL, NULL}, {NULL}}},
	{0, NULL}
};

static PyType_Spec spec_ok = {
	"m.Ok", sizeof(Box), 0, Py_TPFLAGS_DEFAULT, slots_ok
};

/* A module's exec, with an optional import whose error stays. */
static int exec_bad(PyObject *m)
{
	PyObject *np = PyImport_ImportModule("numpy");

	if (np) {
		if (PyModule_Add(m, "np", np) < 0)
			return -1;
	}
	return 0; // expect: stale-exception
}

static int exec_ok(PyObject *m)
{
	PyObject *np = PyImport_ImportModule("numpy");

	if (np) {
		if (PyModule_Add(m, "np", np) < 0)
			return -1;
	} else {
		if (!PyErr_ExceptionMatches(PyExc_ImportError))
			return -1;
		PyErr_Clear();
	}
	if (PyModule_Add(m, "Bad", PyType_FromModuleAndSpec(m, &spec_bad,
							    NULL)) < 0)
		return -1;
	return PyModule_Add(m, "Ok", PyType_FromModuleAndSpec(m, &spec_ok,
							      NULL));
}

static PyModuleDef_Slot mslots[] = {
	{Py_mod_exec, exec_bad},
	{Py_mod_exec, exec_ok},
	{0, NULL}
};

/* Helpers. */
static int check(PyObject *o)
{
	if (PyTuple_Check(o))
		return 0;
	PyErr_SetString(PyExc_TypeError, "a tuple is wanted");
	return -1;
}

static PyObject *checked_bad(PyObject *self, PyObject *o)
{
	if (check(o) < 0)
		return PyTuple_New(0); // expect: stale-exception
	return Py_NewRef(o);
}

static PyObject *checked_ok(PyObject *self, PyObject *o)
{
	if (check(o) < 0)
		return NULL;
	return Py_NewRef(o);
}

static void complain(const char *text, long n)
{
	PyErr_Format(PyExc_ValueError, "%s: %ld", text, n);
}

static PyObject *complained_bad(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o))
		complain("no int", 1);
	Py_RETURN_NONE; // expect: stale-exception
}

static PyObject *complained_ok(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o)) {
		complain("no int", 1);
		return NULL;
	}
	Py_RETURN_NONE;
}

static int fill(PyObject *o, PyObject **out)
{
	*out = PyObject_GetAttrString(o, "x");
	return *out ? 0 : -1;
}

static PyObject *filled_bad(PyObject *self, PyObject *o)
{
	PyObject *x;

	if (fill(o, &x) != 0)
		return Py_NewRef(o); // expect: stale-exception
	return x;
}

static PyObject *filled_ok(PyObject *self, PyObject *o)
{
	PyObject *x;

	if (fill(o, &x) != 0)
		return NULL;
	return x;
}

/* A converter that means the other convention. */
static int convert_bad(PyObject *o, void *p)
{
	long v = PyLong_AsLong(o);

	if (v == -1 && PyErr_Occurred())
		return -1; // expect: stale-exception
	*(long *)p = v;
	return 1;
}

static int convert_ok(PyObject *o, void *p)
{
	long v = PyLong_AsLong(o);

	if (v == -1 && PyErr_Occurred())
		return 0;
	*(long *)p = v;
	return 1;
}

static PyObject *converted(PyObject *self, PyObject *args)
{
	long a, b;

	if (!PyArg_ParseTuple(args, "O&O&", convert_bad, &a, convert_ok, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}

static PyMethodDef methods[] = {
	{"a", checked_bad, METH_O, NULL},
	{"b", checked_ok, METH_O, NULL},
	{"c", complained_bad, METH_O, NULL},
	{"d", complained_ok, METH_O, NULL},
	{"e", filled_bad, METH_O, NULL},
	{"f", filled_ok, METH_O, NULL},
	{"g", converted, METH_VARARGS, NULL},
	{NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, mslots
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
