// SPDX-License-Identifier: GPL-3.0-or-later
/* What an instance, a static or an array owns is released through it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *item;
	PyObject *weak;
} Box;

static PyObject *last;

static void box_dealloc_ok(PyObject *op)
{
	Box *self = (Box *) op;

	Py_XDECREF(self->item);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *take_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Box *self = (Box *) op;
	PyObject *item = self->item;

	if (!item)
		Py_RETURN_NONE;
	self->item = NULL;
	return item;
}

static PyObject *replace_ok(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;
	PyObject *old = self->item;

	self->item = Py_NewRef(arg);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *remember_ok(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	Py_XSETREF(last, arg);
	Py_RETURN_NONE;
}

static PyObject *remember_bad(PyObject *self, PyObject *arg)
{
	PyObject *old = last;

	Py_INCREF(arg);
	last = arg;
	Py_XDECREF(old);
	Py_XDECREF(old); // expect: over-release
	Py_RETURN_NONE;
}

static PyObject *replace_bad(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;
	PyObject *fresh = PyObject_Repr(arg);

	if (!fresh)
		return NULL;
	Py_XSETREF(self->item, fresh);
	Py_DECREF(fresh); // expect: over-release
	Py_RETURN_NONE;
}

static PyObject *type_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	PyTypeObject *type = Py_TYPE(op);
	PyObject *r;

	Py_INCREF(type);
	r = PyObject_GetAttrString((PyObject *) type, "__name__");
	Py_DECREF(type);
	return r;
}

static PyObject *type_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	PyObject *type = PyObject_Type(op), *r;

	if (!type)
		return NULL;
	r = PyObject_GetAttrString(type, "__name__");
	Py_DECREF(type);
	Py_DECREF(type); // expect: over-release 'type' 'released before'
	return r;
}

static PyObject *array_ok(PyObject *self, PyObject *arg)
{
	PyObject *items[2] = { NULL, NULL }, *r = NULL;
	int i;

	items[0] = PyObject_Repr(arg);
	if (!items[0])
		goto out;
	items[1] = PyObject_Str(arg);
	if (!items[1])
		goto out;
	r = PyUnicode_Concat(items[0], items[1]);
out:
	for (i = 0; i < 2; i++)
		Py_XDECREF(items[i]);
	return r;
}

static PyMethodDef box_methods[] = {
	{ "take", take_ok, METH_NOARGS, NULL },
	{ "replace", replace_ok, METH_O, NULL },
	{ "replace_bad", replace_bad, METH_O, NULL },
	{ "type", type_ok, METH_NOARGS, NULL },
	{ "type_bad", type_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyTypeObject box_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "fields.Box", .tp_basicsize = sizeof (Box),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_dealloc = box_dealloc_ok, .tp_methods = box_methods,
};
static PyMethodDef methods[] = {
	{ "remember", remember_ok, METH_O, NULL },
	{ "remember_bad", remember_bad, METH_O, NULL },
	{ "array", array_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "fields", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_fields(void)
{
	if (PyType_Ready(&box_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
