// SPDX-License-Identifier: GPL-3.0-or-later
/* An exception that was there before: PyErr_Occurred told of it, or a destructor
 * moved it out of the way and for ever. */
#include <Python.h>

struct chan {
	PyObject_HEAD
	PyObject *on_close;
};

static void close_it(struct chan *self)
{
	PyObject *r = PyObject_CallNoArgs(self->on_close);

	if (!r)
		PyErr_WriteUnraisable((PyObject *) self);
	Py_XDECREF(r);
}

static void finalize_bad(PyObject *o)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb); // expect: exception-clobbered 'PyErr_Fetch'
	close_it((struct chan *) o);
	Py_XDECREF(t);
	Py_XDECREF(v);
	Py_XDECREF(tb);
}

static void finalize_ok(PyObject *o)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	close_it((struct chan *) o);
	PyErr_Restore(t, v, tb);
}

PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad",
	.tp_basicsize = sizeof(struct chan),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_finalize = finalize_bad,
};

PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok",
	.tp_basicsize = sizeof(struct chan),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_finalize = finalize_ok,
};

/* Called when something failed: the handler is asked. */
static int handle_bad(PyObject *handler, PyObject *context)
{
	PyObject *type = PyErr_Occurred(), *r;

	if (!type)
		return 0;
	r = PyObject_CallFunctionObjArgs(handler, context, type, NULL); // expect: exception-clobbered 'PyObject_CallFunctionObjArgs'
	if (!r)
		return -1;
	Py_DECREF(r);
	PyErr_Clear();
	return 0;
}

static int handle_ok(PyObject *handler, PyObject *context)
{
	PyObject *type, *value, *tb, *r;

	if (!PyErr_Occurred())
		return 0;
	PyErr_Fetch(&type, &value, &tb);
	r = PyObject_CallFunctionObjArgs(handler, context, type, NULL);
	if (!r) {
		PyErr_Clear();
		PyErr_Restore(type, value, tb);
		return -1;
	}
	Py_DECREF(r);
	Py_XDECREF(type);
	Py_XDECREF(value);
	Py_XDECREF(tb);
	return 0;
}

extern int sum(PyObject *handler);

int sum(PyObject *handler)
{
	return handle_bad(handler, handler) + handle_ok(handler, handler);
}

PyObject *error;

/* What sets an exception can be a helper. */
static void raise(const char *what)
{
	PyObject *value = Py_BuildValue("(si)", what, 1);

	if (!value)
		return;
	PyErr_SetObject(error, value);
	Py_DECREF(value);
}

static PyObject *get_bad(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r)
		raise("no value"); // expect: exception-clobbered 'PyObject_CallNoArgs'
	return r;
}

static PyObject *get_ok(PyObject *self, PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	if (!r && PyErr_ExceptionMatches(PyExc_LookupError))
		raise("no value");
	return r;
}

PyMethodDef methods[] = {
	{ "get_bad", get_bad, METH_O, NULL },
	{ "get_ok", get_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
