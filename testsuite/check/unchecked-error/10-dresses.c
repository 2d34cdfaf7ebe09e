// SPDX-License-Identifier: GPL-3.0-or-later
/* A failure that nobody looks at, in realistic dresses. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int PyModule_Add(PyObject *, const char *, PyObject *);
int PyDict_GetItemStringRef(PyObject *, const char *, PyObject **);
int PyList_Extend(PyObject *, PyObject *);

typedef struct {
	PyObject_HEAD
	PyObject *cache;
	long limit;
	double scale;
} Box;

/* --- a status dropped, success returned */
static PyObject *remember_bad(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	PyDict_SetItem(self->cache, arg, Py_True); // expect: unchecked-error 'PyDict_SetItem'
	Py_RETURN_NONE;
}

static PyObject *remember_ok(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	if (PyDict_SetItem(self->cache, arg, Py_True) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *setattr_bad(PyObject *self, PyObject *o)
{
	PyObject *n = PyLong_FromLong(0);

	if (!n)
		return NULL;
	PyObject_SetAttrString(o, "count", n); // expect: unchecked-error 'PyObject_SetAttrString'
	Py_DECREF(n);
	Py_RETURN_NONE;
}

static PyObject *setattr_ok(PyObject *self, PyObject *o)
{
	PyObject *n = PyLong_FromLong(0);
	int r;

	if (!n)
		return NULL;
	r = PyObject_SetAttrString(o, "count", n);
	Py_DECREF(n);
	if (r < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *sort_bad(PyObject *self, PyObject *o)
{
	PyObject *keys = PyMapping_Keys(o);

	if (!keys)
		return NULL;
	PyList_Sort(keys); // expect: unchecked-error 'PyList_Sort'
	return keys;
}

static PyObject *sort_ok(PyObject *self, PyObject *o)
{
	PyObject *keys = PyMapping_Keys(o);

	if (keys && PyList_Sort(keys) < 0)
		Py_CLEAR(keys);
	return keys;
}

/* --- -1 that may be a value */
static PyObject *number_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg); // expect: unchecked-error 'PyLong_AsLong'

	return PyLong_FromLong(n / 2);
}

static PyObject *number_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n / 2);
}

static int set_scale_bad(PyObject *op, PyObject *value, void *closure)
{
	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "scale");
		return -1;
	}
	((Box *) op)->scale = PyFloat_AsDouble(value); // expect: unchecked-error 'PyFloat_AsDouble'
	return 0;
}

static int set_scale_ok(PyObject *op, PyObject *value, void *closure)
{
	double d;

	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "scale");
		return -1;
	}
	d = PyFloat_AsDouble(value);
	if (d == -1.0 && PyErr_Occurred())
		return -1;
	((Box *) op)->scale = d;
	return 0;
}

static int set_limit_bad(PyObject *op, PyObject *value, void *closure)
{
	if (!value || !PyLong_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return -1;
	}
	/* An int of that type may still not fit. */
	((Box *) op)->limit = PyLong_AsLong(value); // expect: unchecked-error 'PyLong_AsLong'
	return 0;
}

static int set_limit_ok(PyObject *op, PyObject *value, void *closure)
{
	long n;

	if (!value || !PyLong_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return -1;
	}
	n = PyLong_AsLong(value);
	if (PyErr_Occurred())
		return -1;
	((Box *) op)->limit = n;
	return 0;
}

static int set_exact_ok(PyObject *op, PyObject *value, void *closure)
{
	if (!value || !PyFloat_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "a float is needed");
		return -1;
	}
	((Box *) op)->scale = PyFloat_AsDouble(value);
	return 0;
}

static PyObject *mask_bad(PyObject *self, PyObject *const *args,
			  Py_ssize_t nargs)
{
	unsigned long mask;
	Py_ssize_t shift;

	if (nargs != 2) {
		PyErr_SetString(PyExc_TypeError, "two arguments");
		return NULL;
	}
	mask = PyLong_AsUnsignedLong(args[0]); // expect: unchecked-error 'PyLong_AsUnsignedLong'
	shift = PyNumber_AsSsize_t(args[1], PyExc_OverflowError);
	if (shift == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromUnsignedLong(mask >> (shift & 31));
}

static PyObject *mask_ok(PyObject *self, PyObject *const *args,
			 Py_ssize_t nargs)
{
	unsigned long mask;
	Py_ssize_t shift;

	if (nargs != 2) {
		PyErr_SetString(PyExc_TypeError, "two arguments");
		return NULL;
	}
	mask = PyLong_AsUnsignedLong(args[0]);
	if (mask == (unsigned long) -1 && PyErr_Occurred())
		return NULL;
	shift = PyNumber_AsSsize_t(args[1], PyExc_OverflowError);
	if (shift == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromUnsignedLong(mask >> (shift & 31));
}

/* --- a loop that ends by an error as by the end */
static PyObject *total_bad(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) { // expect: unchecked-error 'PyIter_Next'
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	return PyLong_FromSsize_t(n);
}

static PyObject *total_ok(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(n);
}

/* --- absent or failed */
static PyObject *lookup_bad(PyObject *op, PyObject *key)
{
	PyObject *v = PyDict_GetItemWithError(((Box *) op)->cache, key); // expect: unchecked-error 'PyDict_GetItemWithError'

	if (v == NULL)
		Py_RETURN_NONE;
	return Py_NewRef(v);
}

static PyObject *lookup_ok(PyObject *op, PyObject *key)
{
	PyObject *v = PyDict_GetItemWithError(((Box *) op)->cache, key);

	if (v == NULL) {
		if (PyErr_Occurred())
			return NULL;
		Py_RETURN_NONE;
	}
	return Py_NewRef(v);
}

static PyObject *extend_bad(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (!l)
		return NULL;
	PyList_Extend(l, o); // expect: unchecked-error 'PyList_Extend'
	return l;
}

static PyObject *extend_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (l && PyList_Extend(l, o) < 0)
		Py_CLEAR(l);
	return l;
}

/* --- a size that may be -1 */
static PyObject *half_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Length(o); // expect: unchecked-error 'PyObject_Size'

	return PyLong_FromSsize_t(n / 2);
}

static PyObject *half_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Length(o);

	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n / 2);
}

/* --- of helpers */
static int note(PyObject *list, const char *text)
{
	PyObject *s = PyUnicode_FromFormat("<%s>", text);
	int r;

	if (!s)
		return -1;
	r = PyList_Append(list, s);
	Py_DECREF(s);
	return r;
}

static PyObject *notes_bad(PyObject *self, PyObject *o)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	note(list, Py_TYPE(o)->tp_name); // expect: unchecked-error 'note'
	return list;
}

static PyObject *notes_ok(PyObject *self, PyObject *o)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (note(list, Py_TYPE(o)->tp_name) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static int as_index(PyObject *o, Py_ssize_t *out)
{
	*out = PyNumber_AsSsize_t(o, PyExc_IndexError);
	return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *index_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t i = 0;

	as_index(o, &i); // expect: unchecked-error 'as_index'
	return PyLong_FromSsize_t(i + 1);
}

static PyObject *index_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t i = 0;

	if (as_index(o, &i) < 0)
		return NULL;
	return PyLong_FromSsize_t(i + 1);
}

/* --- an optional attribute */
static PyObject *hint_bad(PyObject *self, PyObject *o)
{
	PyObject *h = PyObject_GetAttrString(o, "__length_hint__");

	if (h == NULL)
		return PyLong_FromLong(8); // expect: stale-exception
	Py_DECREF(h);
	return PyLong_FromLong(16);
}

/* --- the exception is dealt with */
static PyObject *cleared_ok(PyObject *op, PyObject *arg)
{
	if (PyDict_DelItem(((Box *) op)->cache, arg) < 0) {
		if (!PyErr_ExceptionMatches(PyExc_KeyError))
			return NULL;
		PyErr_Clear();
	}
	Py_RETURN_NONE;
}

static PyObject *unraisable_ok(PyObject *op, PyObject *arg)
{
	if (PyObject_SetAttrString(arg, "seen", Py_True) < 0)
		PyErr_WriteUnraisable(arg);
	Py_RETURN_NONE;
}

static PyObject *later_ok(PyObject *op, PyObject *arg)
{
	PyList_Append(arg, Py_None);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *handed_ok(PyObject *op, PyObject *arg)
{
	int r = PyObject_SetItem(((Box *) op)->cache, arg, Py_None);

	return r ? NULL : Py_NewRef(Py_None);
}

static int box_init_bad(PyObject *op, PyObject *args, PyObject *kwargs)
{
	Box *self = (Box *) op;
	PyObject *limit;

	if (!PyArg_ParseTuple(args, "O", &limit))
		return -1;
	self->limit = PyLong_AsLong(limit); // expect: unchecked-error 'PyLong_AsLong'
	return 0;
}

static int box_init_ok(PyObject *op, PyObject *args, PyObject *kwargs)
{
	Box *self = (Box *) op;
	PyObject *limit;

	if (!PyArg_ParseTuple(args, "O", &limit))
		return -1;
	self->limit = PyLong_AsLong(limit);
	if (self->limit == -1 && PyErr_Occurred())
		return -1;
	return 0;
}

static void box_dealloc(PyObject *op)
{
	Py_XDECREF(((Box *) op)->cache);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *box_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Box *self = (Box *) type->tp_alloc(type, 0);

	if (self && !(self->cache = PyDict_New()))
		Py_CLEAR(self);
	return (PyObject *) self;
}

#define METH(f) { #f, f##_bad, METH_O, NULL }, { #f "2", f##_ok, METH_O, NULL }
static PyMethodDef box_methods[] = {
	METH (remember), METH (lookup), { "cleared", cleared_ok, METH_O, NULL },
	{ "handed", handed_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef box_getset[] = {
	{ "scale", NULL, set_scale_bad, NULL, NULL },
	{ "scale2", NULL, set_scale_ok, NULL, NULL },
	{ "limit", NULL, set_limit_bad, NULL, NULL },
	{ "limit2", NULL, set_limit_ok, NULL, NULL },
	{ "exact", NULL, set_exact_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyTypeObject box_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "dresses.Box", .tp_basicsize = sizeof (Box),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = box_new,
	.tp_init = box_init_bad, .tp_getset = box_getset,
	.tp_dealloc = box_dealloc, .tp_methods = box_methods,
};
static PyTypeObject box2_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "dresses.Box2", .tp_base = &box_type,
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_init = box_init_ok,
};
static PyMethodDef methods[] = {
	METH (setattr), METH (sort), METH (number), METH (total), METH (extend),
	METH (half), METH (notes), METH (index), 
	{ "mask", (PyCFunction) (void (*)(void)) mask_bad, METH_FASTCALL, NULL },
	{ "mask2", (PyCFunction) (void (*)(void)) mask_ok, METH_FASTCALL, NULL },
	{ "hint", hint_bad, METH_O, NULL },
	{ "unraisable", unraisable_ok, METH_O, NULL },
	{ "later", later_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static int dresses_exec_bad(PyObject *m)
{
	PyModule_AddIntConstant(m, "LIMIT", 10);
	if (PyType_Ready(&box_type) < 0 || PyType_Ready(&box2_type) < 0)
		return -1;
	PyModule_Add(m, "pi", PyFloat_FromDouble(3.14)); // expect: unchecked-error 'PyModule_Add'
	return 0;
}

static int dresses_exec_ok(PyObject *m)
{
	if (PyModule_AddIntConstant(m, "LIMIT", 10) < 0)
		return -1;
	return PyModule_Add(m, "pi", PyFloat_FromDouble(3.14));
}
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, (void *) dresses_exec_bad },
	{ Py_mod_exec, (void *) dresses_exec_ok },
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
