/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a type's own function does without arguments is known; what the type
 * of whatever object was passed does is not: a subclass in Python has
 * slot_tp_new there, which reads the tuple. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct vector { PyObject_HEAD double x, y; };

static PyTypeObject vector_type, final_type;

static PyObject *vector_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	return type->tp_alloc(type, 0);
}

static PyObject *vector_neg_bad(struct vector *self)
{
	PyTypeObject *type = Py_TYPE(self);
	struct vector *r;

	r = (struct vector *) type->tp_new(type, NULL, NULL); // expect: null-argument 'a value'
	if (!r)
		return NULL;
	r->x = -self->x;
	r->y = -self->y;
	return (PyObject *) r;
}

static PyObject *vector_neg_ok(struct vector *self)
{
	PyObject *none = PyTuple_New(0);
	struct vector *r;

	if (!none)
		return NULL;
	r = (struct vector *) Py_TYPE(self)->tp_new(Py_TYPE(self), none, NULL);
	Py_DECREF(none);
	if (!r)
		return NULL;
	r->x = -self->x;
	r->y = -self->y;
	return (PyObject *) r;
}

/* The type's own function, whatever the instance's type is. */
static PyObject *vector_pos_ok(struct vector *self)
{
	struct vector *r;

	r = (struct vector *) vector_type.tp_new(Py_TYPE(self), NULL, NULL);
	if (!r)
		return NULL;
	r->x = self->x;
	r->y = self->y;
	return (PyObject *) r;
}

static int vector_reset_bad(PyObject *self)
{
	return Py_TYPE(self)->tp_init(self, NULL, NULL); // expect: null-argument 'a value'
}

static PyObject *vector_renew(PyObject *self, PyObject *unused)
{
	if (vector_reset_bad(self) < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* Nothing can be a subclass of it. */
static PyObject *final_neg_ok(struct vector *self)
{
	struct vector *r;

	r = (struct vector *) Py_TYPE(self)->tp_new(Py_TYPE(self), NULL, NULL);
	if (!r)
		return NULL;
	r->x = -self->x;
	r->y = -self->y;
	return (PyObject *) r;
}

static PyMethodDef vector_methods[] = {
	{ "reset", vector_renew, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyNumberMethods vector_number = {
	.nb_negative = (unaryfunc) vector_neg_bad,
	.nb_positive = (unaryfunc) vector_pos_ok,
	.nb_absolute = (unaryfunc) vector_neg_ok
};
static PyTypeObject vector_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Vector", .tp_basicsize = sizeof(struct vector),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
	.tp_methods = vector_methods, .tp_as_number = &vector_number,
	.tp_new = vector_new
};
static PyNumberMethods final_number = {
	.nb_negative = (unaryfunc) final_neg_ok
};
static PyTypeObject final_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Final", .tp_basicsize = sizeof(struct vector),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_number = &final_number,
	.tp_new = vector_new
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m;

	if (PyType_Ready(&vector_type) < 0 || PyType_Ready(&final_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	if (PyModule_AddObjectRef(m, "Vector", (PyObject *) &vector_type) < 0
	    || PyModule_AddObjectRef(m, "Final",
				     (PyObject *) &final_type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
