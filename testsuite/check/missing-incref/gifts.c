// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c
/* The only reference is a variable's or a field's, and is given away; helpers
 * that store what they are passed. */
#include <Python.h>

typedef struct { PyObject *error, *other; } state;
typedef struct { PyObject_HEAD PyObject *base; char *p; } View;
typedef struct { PyObject *key, *value; struct node *next; } node;

static PyObject *Error, *Counted, *Unread;

static int exec_bad(PyObject *m)
{
	state *st = PyModule_GetState(m);

	Error = PyErr_NewException("gifts.Error", NULL, NULL);
	if (Error == NULL || PyModule_AddObject(m, "Error", Error) < 0) // expect: missing-incref 'Error'
		return -1;
	st->error = PyErr_NewException("gifts.Other", NULL, NULL);
	if (st->error == NULL)
		return -1;
	if (PyModule_AddObject(m, "Other", st->error) < 0) // expect: missing-incref 'st->error'
		return -1;
	return 0;
}

static PyObject *raise_ok(PyObject *self, PyObject *unused)
{
	PyErr_SetString(Error, "raised");
	return NULL;
}

/* Nobody looks at the variable again: it may dangle. */
static int exec_unread_ok(PyObject *m)
{
	Unread = PyErr_NewException("gifts.Unread", NULL, NULL);
	if (Unread == NULL)
		return -1;
	if (PyModule_AddObject(m, "Unread", Unread) < 0) {
		Py_DECREF(Unread);
		return -1;
	}
	return 0;
}

static int exec_ok(PyObject *m)
{
	state *st = PyModule_GetState(m);

	Counted = PyErr_NewException("gifts.Counted", NULL, NULL);
	if (Counted == NULL)
		return -1;
	Py_INCREF(Counted);
	if (PyModule_AddObject(m, "Counted", Counted) < 0) {
		Py_DECREF(Counted);
		return -1;
	}
	st->other = PyErr_NewException("gifts.Last", NULL, NULL);
	return st->other ? PyModule_AddObjectRef(m, "Last", st->other) : -1;
}

static int clear(PyObject *m)
{
	state *st = PyModule_GetState(m);

	Py_CLEAR(st->error);
	Py_CLEAR(st->other);
	return 0;
}

static void View_dealloc(View *self)
{
	Py_XDECREF(self->base);
	PyObject_Free(self);
}

static PyTypeObject View_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "gifts.View", .tp_basicsize = sizeof(View),
	.tp_dealloc = (destructor) View_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION
};

/* Takes its argument's reference over. */
static View *view_of(PyObject *base)
{
	View *v = PyObject_New(View, &View_type);

	if (v == NULL)
		return NULL;
	v->base = base;
	v->p = PyBytes_AS_STRING(base);
	return v;
}

static PyObject *view_bad(PyObject *self, PyObject *arg)
{
	if (!PyBytes_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "bytes");
		return NULL;
	}
	return (PyObject *) view_of(arg); // expect: missing-incref 'arg'
}

static PyObject *view_ok(PyObject *self, PyObject *arg)
{
	View *v;

	if (!PyBytes_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "bytes");
		return NULL;
	}
	v = view_of(arg);
	if (v == NULL)
		return NULL;
	Py_INCREF(arg);
	return (PyObject *) v;
}

/* Read twice, stored, and then counted. */
static PyObject *set_ok(View *self, PyObject *args)
{
	PyObject *o, *old;
	double d;

	if (!PyArg_ParseTuple(args, "Od", &o, &d))
		return NULL;
	old = self->base;
	self->base = o;
	Py_INCREF(o);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "view", view_bad, METH_O, NULL }, { "view2", view_ok, METH_O, NULL },
	{ "raise", raise_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyMethodDef view_methods[] = {
	{ "set", (PyCFunction) set_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, exec_bad }, { Py_mod_exec, exec_ok },
	{ Py_mod_exec, exec_unread_ok }, { 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "gifts", NULL, sizeof(state), methods, slots,
	NULL, clear, NULL
};
PyMODINIT_FUNC PyInit_gifts(void)
{
	View_type.tp_methods = view_methods;
	if (PyType_Ready(&View_type) < 0)
		return NULL;
	return PyModuleDef_Init(&module);
}
