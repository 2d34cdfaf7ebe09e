// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields of the unit's own types, whose end runs no code or some. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int n;
} Plain;

static void plain_dealloc(Plain *self)
{
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyTypeObject plain_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Plain",
	.tp_basicsize = sizeof(Plain),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)plain_dealloc,
};

typedef struct {
	PyObject_HEAD
	PyObject *value;
} Loud;

static void loud_dealloc(Loud *self)
{
	Py_XDECREF(self->value);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static int loud_init(Loud *self, PyObject *args, PyObject *kwargs)
{
	PyObject *value;

	if (!PyArg_ParseTuple(args, "O", &value))
		return -1;
	Py_XSETREF(self->value, Py_NewRef(value));
	return 0;
}

static PyTypeObject loud_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Loud",
	.tp_basicsize = sizeof(Loud),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)loud_dealloc,
	.tp_init = (initproc)loud_init,
};

typedef struct {
	PyObject_HEAD
	Plain *plain;
	Loud *loud;
	int released;
} Holder;

static int set_plain_ok(Holder *self, PyObject *v, void *closure)
{
	if (!v || Py_TYPE(v) != &plain_type) {
		PyErr_SetString(PyExc_TypeError, "no Plain");
		return -1;
	}
	Py_INCREF(v);
	Py_XDECREF(self->plain);
	self->plain = (Plain *)v;
	return 0;
}

static int set_loud_bad(Holder *self, PyObject *v, void *closure)
{
	if (!v || Py_TYPE(v) != &loud_type) {
		PyErr_SetString(PyExc_TypeError, "no Loud");
		return -1;
	}
	Py_INCREF(v);
	Py_XDECREF(self->loud);	// expect: dangling-field 'self->loud'
	self->loud = (Loud *)v;
	return 0;
}

static PyObject *get_n(Holder *self, void *closure)
{
	return PyLong_FromLong(self->plain ? self->plain->n : 0);
}

static PyObject *get_value(Holder *self, void *closure)
{
	if (!self->loud || !self->loud->value)
		Py_RETURN_NONE;
	return Py_NewRef(self->loud->value);
}

/* No code runs, and the field leads to the dead object for good. */
static PyObject *release_bad(Holder *self, PyObject *ignored)
{
	if (self->released)
		Py_RETURN_NONE;
	self->released = 1;
	Py_XDECREF(self->plain);	// expect: dangling-field 'self->plain'
	Py_RETURN_NONE;
}

static void holder_dealloc(Holder *self)
{
	Py_XDECREF(self->loud);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyGetSetDef holder_getset[] = {
	{ "n", (getter)get_n, (setter)set_plain_ok, NULL, NULL },
	{ "value", (getter)get_value, (setter)set_loud_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyMethodDef holder_methods[] = {
	{ "release", (PyCFunction)release_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject holder_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Holder",
	.tp_basicsize = sizeof(Holder),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)holder_dealloc,
	.tp_getset = holder_getset,
	.tp_methods = holder_methods,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	if (PyType_Ready(&plain_type) < 0 || PyType_Ready(&loud_type) < 0
	    || PyType_Ready(&holder_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
