// SPDX-License-Identifier: GPL-3.0-or-later
/* References that fields, statics and the caller's variables keep. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

typedef struct {
	PyObject_HEAD
	PyObject *name;
	PyObject *cache;
} Thing;

static PyObject *registry;
static PyObject *empty;

static int thing_init(Thing *self, PyObject *args, PyObject *kw)
{
	PyObject *name;

	if (!PyArg_ParseTuple(args, "O", &name))
		return -1;
	Py_XSETREF(self->name, Py_NewRef(name));
	return 0;
}

static void thing_dealloc(Thing *self)
{
	Py_XDECREF(self->name);
	Py_XDECREF(self->cache);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *field_ok(Thing *self, PyObject *Py_UNUSED(unused))
{
	if (!self->cache) {
		self->cache = PyList_New(0);
		if (!self->cache)
			return NULL;
	}
	return Py_NewRef(self->cache);
}

static PyObject *field_bad(Thing *self, PyObject *Py_UNUSED(unused))
{
	PyObject *cache = PyList_New(0);

	if (!cache)
		return NULL;
	if (!self->cache)
		self->cache = Py_NewRef(cache);
	Py_RETURN_NONE; // expect: reference-leak 'cache'
}

static int set_name_ok(Thing *self, PyObject *value, void *closure)
{
	PyObject *old = self->name;

	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "cannot delete it");
		return -1;
	}
	Py_INCREF(value);
	self->name = value;
	Py_XDECREF(old);
	return 0;
}

static int set_name_bad(Thing *self, PyObject *value, void *closure)
{
	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "cannot delete it");
		return -1;
	}
	Py_INCREF(value);
	self->name = value; // expect: reference-leak 'old value'
	return 0;
}

static PyObject *get_name(Thing *self, void *closure)
{
	if (!self->name)
		Py_RETURN_NONE;
	return Py_NewRef(self->name);
}

static PyObject *static_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	if (!registry) {
		registry = PyDict_New();
		if (!registry)
			return NULL;
	}
	Py_INCREF(registry);
	return registry;
}

static PyObject *static_local_ok(PyObject *self, PyObject *arg)
{
	static PyObject *name;

	if (!name) {
		name = PyUnicode_InternFromString("__name__");
		if (!name)
			return NULL;
	}
	return PyObject_GetAttr(arg, name);
}

static PyObject *static_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *fresh = PyDict_New();

	if (!fresh)
		return NULL;
	if (!registry)
		registry = fresh;
	return Py_NewRef(registry); // expect: reference-leak 'fresh'
}

static int store(PyObject **where, PyObject *what)
{
	if (!what)
		return -1;
	*where = what;
	return 0;
}

static PyObject *store_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	if (!empty && store(&empty, PyTuple_New(0)) < 0)
		return NULL;
	return Py_NewRef(empty);
}

struct pair { PyObject *a, *b; };

static int pair_fill(struct pair *p, PyObject *o)
{
	p->a = PyObject_GetAttrString(o, "a");
	if (!p->a)
		return -1;
	p->b = PyObject_GetAttrString(o, "b");
	if (!p->b) {
		Py_CLEAR(p->a);
		return -1;
	}
	return 0;
}

static void pair_clear(struct pair *p)
{
	Py_CLEAR(p->a);
	Py_CLEAR(p->b);
}

static PyObject *pair_ok(PyObject *self, PyObject *arg)
{
	struct pair p;
	PyObject *r;

	if (pair_fill(&p, arg) < 0)
		return NULL;
	r = PyNumber_Add(p.a, p.b);
	pair_clear(&p);
	return r;
}

static PyObject *pair_bad(PyObject *self, PyObject *arg)
{
	struct pair p;
	PyObject *r;

	if (pair_fill(&p, arg) < 0)
		return NULL;
	r = PyNumber_Add(p.a, p.b);
	Py_DECREF(p.a);
	return r; // expect: reference-leak 'p.b'
}

static PyObject *thing_make_ok(PyTypeObject *type, PyObject *args,
			       PyObject *kw)
{
	Thing *self = (Thing *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->cache = PyList_New(0);
	if (!self->cache) {
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

static PyObject *thing_copy_bad(Thing *self, PyObject *Py_UNUSED(unused))
{
	PyTypeObject *type = Py_TYPE(self);
	Thing *copy = (Thing *) type->tp_alloc(type, 0);

	if (!copy)
		return NULL;
	copy->name = Py_XNewRef(self->name);
	copy->cache = PySequence_List(self->cache ? self->cache : Py_None);
	if (!copy->cache)
		return NULL; // expect: reference-leak 'copy'
	return (PyObject *) copy;
}

static PyObject *immortal_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyTypeObject *type = &PyList_Type;

	Py_INCREF(type);
	return PyObject_CallNoArgs((PyObject *) type);
}

static PyMethodDef thing_methods[] = {
	{ "field", (PyCFunction) field_ok, METH_NOARGS, NULL },
	{ "field_bad", (PyCFunction) field_bad, METH_NOARGS, NULL },
	{ "copy_bad", (PyCFunction) thing_copy_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef thing_getset[] = {
	{ "name", (getter) get_name, (setter) set_name_ok, NULL, NULL },
	{ "name_bad", (getter) get_name, (setter) set_name_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "owners.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = thing_make_ok, .tp_init = (initproc) thing_init,
	.tp_dealloc = (destructor) thing_dealloc,
	.tp_methods = thing_methods, .tp_getset = thing_getset,
};
static PyMethodDef methods[] = {
	{ "static", static_ok, METH_NOARGS, NULL },
	{ "static_local", static_local_ok, METH_O, NULL },
	{ "static_bad", static_bad, METH_NOARGS, NULL },
	{ "store", store_ok, METH_NOARGS, NULL },
	{ "pair", pair_ok, METH_O, NULL },
	{ "pair_bad", pair_bad, METH_O, NULL },
	{ "immortal", immortal_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "owners", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_owners(void)
{
	PyObject *m;

	if (PyType_Ready(&thing_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	if (PyModule_AddObjectRef(m, "Thing", (PyObject *) &thing_type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
