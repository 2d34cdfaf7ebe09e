/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A variable, or an element of one, that another branch clears, and that this
 * one sets again without a look. */
#include <Python.h>

static PyObject *hook, *tried, *hooks[4];
static int is_set;

static PyObject *set_bad(PyObject *m, PyObject *f)
{
	if (f == Py_None) {
		Py_CLEAR(hook);
		Py_RETURN_NONE;
	}
	hook = Py_NewRef(f); // expect: reference-leak 'hook'
	Py_RETURN_NONE;
}
static PyObject *element_bad(PyObject *m, PyObject *f)
{
	hooks[1] = Py_NewRef(f); // expect: reference-leak 'hooks'
	Py_RETURN_NONE;
}
static PyObject *set_ok(PyObject *m, PyObject *f)
{
	Py_CLEAR(hook);
	if (f == Py_None)
		Py_RETURN_NONE;
	hook = Py_NewRef(f);
	Py_RETURN_NONE;
}
static PyObject *element_ok(PyObject *m, PyObject *f)
{
	Py_XSETREF(hooks[2], Py_NewRef(f));
	Py_RETURN_NONE;
}
/* Another element that is looked at may say that this is done. */
static PyObject *once_ok(PyObject *m, PyObject *f)
{
	if (hooks[0])
		Py_RETURN_NONE;
	hooks[3] = Py_NewRef(f);
	Py_RETURN_NONE;
}
/* So may another variable. */
static PyObject *tried_ok(PyObject *m, PyObject *f)
{
	if (is_set)
		Py_RETURN_NONE;
	tried = Py_NewRef(f);
	is_set = 1;
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "set", set_bad, METH_O }, { "element", element_bad, METH_O },
	{ "set2", set_ok, METH_O }, { "element2", element_ok, METH_O },
	{ "once", once_ok, METH_O }, { "tried", tried_ok, METH_O }, { NULL }
};
