// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Slots of static and heap types, getters, setters; newer API by prototype.
#include <Python.h>
#include <structmember.h>

PyAPI_FUNC(int) PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
PyAPI_FUNC(int) PyObject_GetOptionalAttr(PyObject *, PyObject *, PyObject **);
PyAPI_FUNC(int) PyWeakref_GetRef(PyObject *, PyObject **);

typedef struct {
	PyObject_HEAD
	PyObject *name;
	PyObject *dict;
	PyObject *ref;
	Py_ssize_t n, pos;
	double *data;
	int closed;
} Thing;

/* A closed object. */
static PyObject *get_name_bad(Thing *self, void *closure)
{
	if (self->closed)
		return NULL; // expect: missing-exception
	return Py_NewRef(self->name);
}

static PyObject *get_name_ok(Thing *self, void *closure)
{
	if (self->closed) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return NULL;
	}
	return Py_NewRef(self->name);
}

static int set_name_bad(Thing *self, PyObject *value, void *closure)
{
	if (value == NULL)
		return -1; // expect: missing-exception
	Py_XSETREF(self->name, Py_NewRef(value));
	return 0;
}

static int set_name_ok(Thing *self, PyObject *value, void *closure)
{
	if (value == NULL) {
		PyErr_SetString(PyExc_AttributeError, "not deletable");
		return -1;
	}
	Py_XSETREF(self->name, Py_NewRef(value));
	return 0;
}

/* The table answers 0: not there. */
static PyObject *subscript_bad(Thing *self, PyObject *key)
{
	PyObject *v = NULL;

	if (PyDict_GetItemRef(self->dict, key, &v) <= 0)
		return NULL; // expect: missing-exception
	return v;
}

static PyObject *subscript_ok(Thing *self, PyObject *key)
{
	PyObject *v = NULL;
	int r = PyDict_GetItemRef(self->dict, key, &v);

	if (r == 0)
		PyErr_SetObject(PyExc_KeyError, key);
	if (r <= 0)
		return NULL;
	return v;
}

static int ass_sub_bad(Thing *self, PyObject *key, PyObject *value)
{
	Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
	double d;

	if (i == -1 && PyErr_Occurred())
		return -1;
	if (i < 0 || i >= self->n)
		return -1; // expect: missing-exception
	d = PyFloat_AsDouble(value);
	if (d == -1.0 && PyErr_Occurred())
		return -1;
	self->data[i] = d;
	return 0;
}

static int ass_sub_ok(Thing *self, PyObject *key, PyObject *value)
{
	Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
	double d;

	if (i == -1 && PyErr_Occurred())
		return -1;
	if (i < 0 || i >= self->n) {
		PyErr_SetString(PyExc_IndexError, "index out of range");
		return -1;
	}
	d = PyFloat_AsDouble(value);
	if (d == -1.0 && PyErr_Occurred())
		return -1;
	self->data[i] = d;
	return 0;
}

/* sq_item has to say IndexError; tp_iternext has not to say anything. */
static PyObject *item_bad(PyObject *op, Py_ssize_t i)
{
	Thing *self = (Thing *)op;

	if (i < 0 || i >= self->n)
		return NULL; // expect: missing-exception
	return PyFloat_FromDouble(self->data[i]);
}

static PyObject *iternext_ok(Thing *self)
{
	if (self->pos >= self->n)
		return NULL;
	return PyFloat_FromDouble(self->data[self->pos++]);
}

static int init_bad(Thing *self, PyObject *args, PyObject *kw)
{
	static char *kws[] = {"n", NULL};
	Py_ssize_t n;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "n", kws, &n))
		return -1;
	PyMem_Free(self->data);
	self->data = PyMem_Calloc(n, sizeof(double));
	if (!self->data)
		return -1; // expect: missing-exception
	self->n = n;
	return 0;
}

static int init_ok(Thing *self, PyObject *args, PyObject *kw)
{
	static char *kws[] = {"n", NULL};
	Py_ssize_t n;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "n", kws, &n))
		return -1;
	PyMem_Free(self->data);
	self->data = PyMem_Calloc(n, sizeof(double));
	if (!self->data) {
		PyErr_NoMemory();
		return -1;
	}
	self->n = n;
	return 0;
}

static PyObject *new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Thing *self;

	if (PyTuple_GET_SIZE(args) != 1)
		return NULL; // expect: missing-exception
	self = (Thing *)type->tp_alloc(type, 0);
	return (PyObject *)self;
}

static PyObject *new_ok(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Thing *self;

	if (PyTuple_GET_SIZE(args) != 1)
		return PyErr_Format(PyExc_TypeError, "one argument");
	self = (Thing *)type->tp_alloc(type, 0);
	return (PyObject *)self;
}

/* -1 of a hash needs an exception. */
static Py_hash_t hash_bad(Thing *self)
{
	if (self->closed)
		return -1; // expect: missing-exception
	return PyObject_Hash(self->name);
}

static Py_hash_t hash_ok(Thing *self)
{
	Py_hash_t h;

	if (self->closed)
		return PyObject_HashNotImplemented((PyObject *)self);
	h = (Py_hash_t)self->n;
	return h == -1 ? -2 : h;
}

static int bool_bad(Thing *self)
{
	return self->closed ? -1 : self->n != 0; // expect: missing-exception
}

static int bool_ok(Thing *self)
{
	if (self->closed) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return -1;
	}
	return self->n != 0;
}

static Py_ssize_t length_bad(Thing *self)
{
	if (!self->data)
		return -1; // expect: missing-exception
	return self->n;
}

static Py_ssize_t length_ok(Thing *self)
{
	if (!self->data)
		return 0;
	return self->n;
}

/* A method of another kind of look-up. */
static PyObject *referent_bad(Thing *self, PyObject *Py_UNUSED(ignored))
{
	PyObject *o;

	if (PyWeakref_GetRef(self->ref, &o) < 0)
		return NULL;
	return o; // expect: missing-exception
}

static PyObject *referent_ok(Thing *self, PyObject *Py_UNUSED(ignored))
{
	PyObject *o;

	if (PyWeakref_GetRef(self->ref, &o) < 0)
		return NULL;
	if (!o)
		Py_RETURN_NONE;
	return o;
}

static PyObject *compare_bad(Thing *self, PyObject *other, int op)
{
	if (!PyObject_TypeCheck(other, Py_TYPE(self)))
		return NULL; // expect: missing-exception
	if (op != Py_EQ)
		Py_RETURN_NOTIMPLEMENTED;
	return PyBool_FromLong(self->n == ((Thing *)other)->n);
}

static PyObject *compare_ok(Thing *self, PyObject *other, int op)
{
	if (!PyObject_TypeCheck(other, Py_TYPE(self)) || op != Py_EQ)
		Py_RETURN_NOTIMPLEMENTED;
	return PyBool_FromLong(self->n == ((Thing *)other)->n);
}

static PyObject *optional_bad(Thing *self, PyObject *o)
{
	PyObject *v;
	int r = PyObject_GetOptionalAttr(o, self->name, &v);

	if (r < 1)
		return NULL; // expect: missing-exception
	return v;
}

static PyObject *optional_ok(Thing *self, PyObject *o)
{
	PyObject *v;
	int r = PyObject_GetOptionalAttr(o, self->name, &v);

	if (r < 0)
		return NULL;
	if (r == 0)
		Py_RETURN_NONE;
	return v;
}

static PyGetSetDef getset_bad[] = {
	{"name", (getter)get_name_bad, (setter)set_name_bad, NULL, NULL},
	{NULL}
};

static PyGetSetDef getset_ok[] = {
	{"name", (getter)get_name_ok, (setter)set_name_ok, NULL, NULL},
	{NULL}
};

static PyMethodDef methods[] = {
	{"a", (PyCFunction)referent_bad, METH_NOARGS, NULL},
	{"b", (PyCFunction)referent_ok, METH_NOARGS, NULL},
	{"c", (PyCFunction)optional_bad, METH_O, NULL},
	{"d", (PyCFunction)optional_ok, METH_O, NULL},
	{NULL}
};

static PyType_Slot slots_bad[] = {
	{Py_tp_getset, getset_bad},
	{Py_tp_methods, methods},
	{Py_mp_subscript, subscript_bad},
	{Py_mp_ass_subscript, ass_sub_bad},
	{Py_mp_length, length_bad},
	{Py_tp_init, init_bad},
	{Py_tp_new, new_bad},
	{Py_tp_hash, hash_bad},
	{Py_tp_richcompare, compare_bad},
	{Py_nb_bool, bool_bad},
	{0, NULL}
};

PyType_Spec spec_bad = {
	"m.Bad", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, slots_bad
};

static PySequenceMethods as_sequence = {
	.sq_item = item_bad,
};

static PyMappingMethods as_mapping = {
	.mp_length = (lenfunc)length_ok,
	.mp_subscript = (binaryfunc)subscript_ok,
	.mp_ass_subscript = (objobjargproc)ass_sub_ok,
};

static PyNumberMethods as_number = {
	.nb_bool = (inquiry)bool_ok,
};

PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok",
	.tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_getset = getset_ok,
	.tp_as_sequence = &as_sequence,
	.tp_as_mapping = &as_mapping,
	.tp_as_number = &as_number,
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = (iternextfunc)iternext_ok,
	.tp_init = (initproc)init_ok,
	.tp_new = new_ok,
	.tp_hash = (hashfunc)hash_ok,
	.tp_richcompare = (richcmpfunc)compare_ok,
};
