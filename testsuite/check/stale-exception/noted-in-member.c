// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that returns nothing notes its failure in a member of the object. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *handler;
	int failed, n;
} Parser;

static void handle(Parser *self, PyObject *event)
{
	PyObject *result = PyObject_CallOneArg(self->handler, event);

	if (!result)
		self->failed = 1;
	Py_XDECREF(result);
}

static PyObject *feed_ok(PyObject *o, PyObject *event)
{
	Parser *self = (Parser *) o;

	self->failed = 0;
	handle(self, event);
	if (self->failed)
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *feed_bad(PyObject *o, PyObject *event)
{
	Parser *self = (Parser *) o;

	self->failed = 0;
	handle(self, event);
	self->n++;
	Py_RETURN_NONE; // expect: stale-exception 'handle'
}
static PyObject *other_bad(PyObject *o, PyObject *event)
{
	Parser *self = (Parser *) o;

	self->failed = 0;
	handle(self, event);
	if (!self->failed)
		return NULL; // expect: missing-exception
	Py_RETURN_NONE; // expect: stale-exception 'handle'
}

PyMethodDef methods[] = {
	{ "feed_ok", feed_ok, METH_O }, { "feed_bad", feed_bad, METH_O },
	{ "other", other_bad, METH_O }, { NULL }
};
