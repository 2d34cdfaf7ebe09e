// SPDX-License-Identifier: GPL-3.0-or-later
/* A spec without a size, whose base a function of another unit gives: the
 * size is inherited (Objects/typeobject.c, inherit_special). */
#include <Python.h>

static PyObject *args(PyObject *o, PyObject *unused)
{
	PyBaseExceptionObject *self = (PyBaseExceptionObject *) o;

	return Py_XNewRef(self->args);
}

static PyMethodDef methods[] = {
	{ "a", args, METH_NOARGS, NULL }, { NULL, NULL, 0, NULL }
};

static PyType_Slot slots[] = { { Py_tp_methods, methods }, { 0, NULL } };
static PyType_Spec inherits_ok = { "m.E", 0, 0, Py_TPFLAGS_DEFAULT, slots };
static PyType_Spec alone_bad = { "m.F", 0, 0, Py_TPFLAGS_DEFAULT, slots }; // expect: type-slots 'bytes'

PyObject *make(PyType_Spec *spec, PyObject *bases);

PyObject *make_one(void)
{
	return make(&inherits_ok, PyExc_Exception);
}

PyObject *make_other(void)
{
	return PyType_FromSpec(&alone_bad);
}
