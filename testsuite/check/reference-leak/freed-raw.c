/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An object of which only the memory is freed: no destructor gives up what its
 * members hold. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *pattern, *text;
	char *marks;
} Scanner;

extern PyTypeObject Scanner_Type;
extern int scanner_look(void);

static void scanner_dealloc(Scanner *self)
{
	Py_XDECREF(self->pattern);
	Py_XDECREF(self->text);
	PyMem_Free(self->marks);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *scanner_bad(PyObject *m, PyObject *text)
{
	Scanner *s = PyObject_New(Scanner, &Scanner_Type);

	if (!s)
		return NULL;
	s->text = NULL;
	s->marks = NULL;
	s->pattern = PyTuple_New(3);
	if (!s->pattern || PyErr_CheckSignals() < 0) {
		PyObject_Free(s);
		return NULL; // expect: reference-leak 'pattern'
	}
	return (PyObject *) s;
}
static PyObject *text_bad(PyObject *m, PyObject *text)
{
	Scanner *s = PyObject_New(Scanner, &Scanner_Type);

	if (!s)
		return NULL;
	s->pattern = NULL;
	s->marks = NULL;
	s->text = Py_NewRef(text);
	if (PyErr_CheckSignals() < 0) {
		PyObject_Free(s);
		return NULL; // expect: reference-leak 'text'
	}
	return (PyObject *) s;
}
static PyObject *new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Scanner *self = (Scanner *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->pattern = PyList_New(0);
	if (!self->pattern || PyErr_CheckSignals() < 0) {
		type->tp_free(self);
		return NULL; // expect: reference-leak 'pattern'
	}
	return (PyObject *) self;
}
/* What was given up first is not lost. */
static PyObject *emptied_ok(PyObject *m, PyObject *text)
{
	Scanner *s = PyObject_New(Scanner, &Scanner_Type);

	if (!s)
		return NULL;
	s->text = NULL;
	s->marks = NULL;
	s->pattern = PyTuple_New(3);
	if (!s->pattern || PyErr_CheckSignals() < 0) {
		Py_XDECREF(s->pattern);
		PyObject_Free(s);
		return NULL;
	}
	return (PyObject *) s;
}
/* Nothing is in it yet, or what it borrows. */
static PyObject *empty_ok(PyObject *m, PyObject *text)
{
	Scanner *s = PyObject_New(Scanner, &Scanner_Type);

	if (!s)
		return NULL;
	s->text = text;
	s->marks = NULL;
	s->pattern = PyList_New(0);
	if (!s->pattern) {
		PyObject_Free(s);
		return NULL;
	}
	s->text = Py_NewRef(text);
	return (PyObject *) s;
}
/* Its end gives up all. */
static PyObject *ended_ok(PyObject *m, PyObject *text)
{
	Scanner *s = PyObject_New(Scanner, &Scanner_Type);

	if (!s)
		return NULL;
	s->text = NULL;
	s->marks = NULL;
	s->pattern = PyTuple_New(3);
	if (!s->pattern || PyErr_CheckSignals() < 0) {
		Py_DECREF(s);
		return NULL;
	}
	return (PyObject *) s;
}
/* Moved elsewhere before. */
static PyObject *moved_ok(PyObject *m, PyObject *text)
{
	Scanner *s = PyObject_New(Scanner, &Scanner_Type);
	PyObject *kept;

	if (!s)
		return NULL;
	s->text = NULL;
	s->marks = NULL;
	s->pattern = PyTuple_New(3);
	if (!s->pattern || PyErr_CheckSignals() < 0) {
		kept = s->pattern;
		PyObject_Free(s);
		Py_XDECREF(kept);
		return NULL;
	}
	return (PyObject *) s;
}

static PyMethodDef methods[] = {
	{ "scanner", scanner_bad, METH_O }, { "text", text_bad, METH_O },
	{ "emptied", emptied_ok, METH_O }, { "empty", empty_ok, METH_O },
	{ "ended", ended_ok, METH_O }, { "moved", moved_ok, METH_O }, { NULL }
};
PyTypeObject Scanner_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "sre.Scanner", .tp_basicsize = sizeof(Scanner),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = new_bad,
	.tp_dealloc = (destructor) scanner_dealloc, .tp_methods = methods,
};
