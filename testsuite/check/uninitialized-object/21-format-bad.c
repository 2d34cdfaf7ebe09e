// SPDX-License-Identifier: GPL-3.0-or-later
/* A format reads a field that only __init__ sets: %U, and a helper's
 * argument.  %S takes NULL. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct addr { PyObject_HEAD PyObject *host; int port; };

static int addr_init(struct addr *self, PyObject *args, PyObject *kwargs)
{
	PyObject *host;
	int port;

	if (!PyArg_ParseTuple(args, "Ui:Addr", &host, &port))
		return -1;
	Py_XSETREF(self->host, Py_NewRef(host));
	self->port = port;
	return 0;
}

static PyObject *addr_repr(struct addr *self)
{
	return PyUnicode_FromFormat("<Addr %U:%d>", self->host, // expect: uninitialized-object 'host'
				    self->port);
}

static void addr_dealloc(struct addr *self)
{
	Py_XDECREF(self->host);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

PyTypeObject Addr_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Addr", .tp_basicsize = sizeof(struct addr),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew, .tp_init = (initproc) addr_init,
	.tp_dealloc = (destructor) addr_dealloc,
	.tp_repr = (reprfunc) addr_repr,
};

struct name { PyObject_HEAD PyObject *text; };

static int name_init(struct name *self, PyObject *args, PyObject *kwargs)
{
	PyObject *text;

	if (!PyArg_ParseTuple(args, "O:Name", &text))
		return -1;
	Py_XSETREF(self->text, Py_NewRef(text));
	return 0;
}

static PyObject *name_repr_ok(struct name *self)
{
	return PyUnicode_FromFormat("<Name %S>", self->text);
}

static void name_dealloc(struct name *self)
{
	Py_XDECREF(self->text);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

PyTypeObject Name_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Name", .tp_basicsize = sizeof(struct name),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew, .tp_init = (initproc) name_init,
	.tp_dealloc = (destructor) name_dealloc,
	.tp_repr = (reprfunc) name_repr_ok,
};
