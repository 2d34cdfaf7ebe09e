// SPDX-License-Identifier: GPL-3.0-or-later
/* NULL that a helper hands out, and NULL that a helper dereferences. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *items;
	PyObject *name;
	Py_ssize_t used;
} Bag;

static PyTypeObject bag_type;
static PyObject *registry;

/* --- a helper that returns NULL */
static Bag *bag_alloc(PyTypeObject *type, Py_ssize_t n)
{
	Bag *b = (Bag *) type->tp_alloc(type, 0);

	if (b == NULL)
		return NULL;
	b->items = PyList_New(n);
	if (b->items == NULL) {
		Py_DECREF(b);
		return NULL;
	}
	return b;
}

static PyObject *bag_new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Bag *b = bag_alloc(type, 0);

	b->used = 0; // expect: null-dereference 'b'
	return (PyObject *) b;
}

static PyObject *bag_new_ok(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Bag *b = bag_alloc(type, 0);

	if (b != NULL)
		b->used = 0;
	return (PyObject *) b;
}

/* --- a helper that dereferences its argument */
static Py_ssize_t bag_count(Bag *b)
{
	return b->used + PyList_GET_SIZE(b->items);
}

static PyObject *count_bad(PyObject *self, PyObject *arg)
{
	Bag *b = bag_alloc(&bag_type, 0);
	Py_ssize_t n = bag_count(b); // expect: null-argument 'bag_count' 'b'

	Py_DECREF(b);
	return PyLong_FromSsize_t(n);
}

static PyObject *count_ok(PyObject *self, PyObject *arg)
{
	Bag *b = bag_alloc(&bag_type, 0);
	Py_ssize_t n;

	if (!b)
		return NULL;
	n = bag_count(b);
	Py_DECREF(b);
	return PyLong_FromSsize_t(n);
}

/* --- a helper that tells by its status; the out-parameter is NULL then */
static int find_item(PyObject *d, PyObject *key, PyObject **out)
{
	PyObject *v = PyDict_GetItemWithError(d, key);

	*out = NULL;
	if (v == NULL)
		return PyErr_Occurred() ? -1 : 0;
	*out = Py_NewRef(v);
	return 1;
}

static PyObject *find_bad(PyObject *self, PyObject *key)
{
	PyObject *v, *s;

	if (find_item(registry, key, &v) < 0)
		return NULL;
	s = PyUnicode_FromFormat("%zd", Py_REFCNT(v)); // expect: null-dereference 'v'
	Py_DECREF(v);
	return s;
}

static PyObject *find_ok(PyObject *self, PyObject *key)
{
	PyObject *v, *s;
	int r = find_item(registry, key, &v);

	if (r < 0)
		return NULL;
	if (r == 0)
		Py_RETURN_NONE;
	s = PyUnicode_FromFormat("%zd", Py_REFCNT(v));
	Py_DECREF(v);
	return s;
}

/* --- two levels of helpers */
static PyObject *upper(PyObject *o)
{
	return PyObject_CallMethod(o, "upper", NULL);
}

static PyObject *shout(PyObject *o)
{
	PyObject *u = upper(o);

	if (u == NULL)
		return NULL;
	Py_SETREF(u, PyUnicode_FromFormat("%U!", u));
	return u;
}

static PyObject *shout_bad(PyObject *self, PyObject *o)
{
	PyObject *s = shout(o);
	Py_UCS4 c = PyUnicode_READ_CHAR(s, 0); // expect: null-dereference 's'

	Py_DECREF(s);
	return PyLong_FromUnsignedLong(c);
}

static PyObject *shout_ok(PyObject *self, PyObject *o)
{
	PyObject *s = shout(o);
	Py_UCS4 c;

	if (s == NULL)
		return NULL;
	c = PyUnicode_READ_CHAR(s, 0);
	Py_DECREF(s);
	return PyLong_FromUnsignedLong(c);
}

/* --- a helper that never returns NULL */
static PyObject *or_none(PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "alias");

	if (r == NULL) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			PyErr_WriteUnraisable(o);
		PyErr_Clear();
		r = Py_NewRef(Py_None);
	}
	return r;
}

static PyObject *alias_ok(PyObject *self, PyObject *o)
{
	PyObject *r = or_none(o);
	int is_none = Py_TYPE(r) == Py_TYPE(Py_None);

	Py_DECREF(r);
	return PyBool_FromLong(is_none);
}

/* --- a getter: the field is NULL until somebody set it */
static PyObject *bag_get_name_bad(Bag *self, void *closure)
{
	PyObject *name = self->name;

	if (name == NULL)
		PyErr_SetString(PyExc_AttributeError, "name");
	Py_INCREF(name); // expect: null-dereference 'name'
	return name;
}

static PyObject *bag_get_name_ok(Bag *self, void *closure)
{
	PyObject *name = self->name;

	if (name == NULL) {
		PyErr_SetString(PyExc_AttributeError, "name");
		return NULL;
	}
	Py_INCREF(name);
	return name;
}

/* --- a setter is called with NULL to delete the attribute */
static int bag_set_name_bad(Bag *self, PyObject *value, void *closure)
{
	Py_INCREF(value); // expect: null-dereference 'value'
	Py_XSETREF(self->name, value);
	return 0;
}

static int bag_set_name_ok(Bag *self, PyObject *value, void *closure)
{
	if (value == NULL) {
		PyErr_SetString(PyExc_TypeError, "cannot delete the name");
		return -1;
	}
	Py_INCREF(value);
	Py_XSETREF(self->name, value);
	return 0;
}

static int bag_set_any_ok(Bag *self, PyObject *value, void *closure)
{
	Py_XINCREF(value);
	Py_XSETREF(self->name, value);
	return 0;
}

/* --- mp_ass_subscript and sq_ass_item get NULL for deletion */
static int bag_ass_item_bad(PyObject *op, Py_ssize_t i, PyObject *value)
{
	Bag *self = (Bag *) op;

	return PyList_SetItem(self->items, i, Py_NewRef(value)); // expect: null-dereference 'value'
}

static int bag_ass_sub_ok(PyObject *op, PyObject *key, PyObject *value)
{
	Bag *self = (Bag *) op;

	if (value == NULL)
		return PyObject_DelItem(self->items, key);
	Py_INCREF(value);
	Py_DECREF(value);
	return PyObject_SetItem(self->items, key, value);
}

/* --- keyword arguments may be NULL */
static PyObject *kwargs_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	Py_ssize_t n = PyDict_GET_SIZE(kwargs); // expect: null-dereference 'kwargs'

	return PyLong_FromSsize_t(n);
}

static PyObject *kwargs_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	Py_ssize_t n = kwargs ? PyDict_GET_SIZE(kwargs) : 0;

	return PyLong_FromSsize_t(n);
}

/* --- so may the names of a fastcall */
static PyObject *names_bad(PyObject *self, PyObject *const *args,
			   Py_ssize_t nargs, PyObject *kwnames)
{
	Py_ssize_t n = PyTuple_GET_SIZE(kwnames); // expect: null-dereference 'kwnames'

	return PyLong_FromSsize_t(n + nargs);
}

static PyObject *names_ok(PyObject *self, PyObject *const *args,
			  Py_ssize_t nargs, PyObject *kwnames)
{
	Py_ssize_t n = kwnames == NULL ? 0 : PyTuple_GET_SIZE(kwnames);

	return PyLong_FromSsize_t(n + nargs);
}

static int bag_init(PyObject *op, PyObject *args, PyObject *kw)
{
	PyObject *v = NULL;

	if (!PyArg_ParseTuple(args, "|O", &v))
		return -1;
	if (kw && PyDict_GET_SIZE(kw)) {
		PyErr_SetString(PyExc_TypeError, "no keywords");
		return -1;
	}
	Py_XSETREF(((Bag *) op)->name, Py_XNewRef(v));
	return 0;
}

static int bag_traverse(PyObject *op, visitproc visit, void *arg)
{
	Py_VISIT(((Bag *) op)->items);
	Py_VISIT(((Bag *) op)->name);
	return 0;
}

static int bag_clear(PyObject *op)
{
	Py_CLEAR(((Bag *) op)->items);
	Py_CLEAR(((Bag *) op)->name);
	return 0;
}

static void bag_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	bag_clear(op);
	Py_TYPE(op)->tp_free(op);
}

static PyGetSetDef bag_getset[] = {
	{ "name", (getter) bag_get_name_bad, (setter) bag_set_name_bad, NULL,
	  NULL },
	{ "name2", (getter) bag_get_name_ok, (setter) bag_set_name_ok, NULL,
	  NULL },
	{ "name3", (getter) bag_get_name_ok, (setter) bag_set_any_ok, NULL,
	  NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PySequenceMethods bag2_sequence = { .sq_ass_item = bag_ass_item_bad };
static PyMappingMethods bag_mapping = { .mp_ass_subscript = bag_ass_sub_ok };
static PyTypeObject bag_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Bag", .tp_basicsize = sizeof (Bag),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = bag_new_ok, .tp_init = bag_init, .tp_getset = bag_getset,
	.tp_traverse = bag_traverse, .tp_clear = bag_clear,
	.tp_dealloc = bag_dealloc,
	.tp_as_mapping = &bag_mapping,
};
static PyTypeObject bag2_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Bag2", .tp_base = &bag_type,
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = bag_new_bad,
	.tp_as_sequence = &bag2_sequence,
};
static PyMethodDef methods[] = {
	{ "count_bad", count_bad, METH_NOARGS, NULL },
	{ "count", count_ok, METH_NOARGS, NULL },
	{ "find_bad", find_bad, METH_O, NULL },
	{ "find", find_ok, METH_O, NULL },
	{ "shout_bad", shout_bad, METH_O, NULL },
	{ "shout", shout_ok, METH_O, NULL },
	{ "alias", alias_ok, METH_O, NULL },
	{ "kwargs_bad", (PyCFunction) (void (*)(void)) kwargs_bad,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "kwargs", (PyCFunction) (void (*)(void)) kwargs_ok,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "names_bad", (PyCFunction) (void (*)(void)) names_bad,
	  METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "names", (PyCFunction) (void (*)(void)) names_ok,
	  METH_FASTCALL | METH_KEYWORDS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_helpers(void)
{
	registry = PyDict_New();
	if (!registry || PyType_Ready(&bag_type) < 0
	    || PyType_Ready(&bag2_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
