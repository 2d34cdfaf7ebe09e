// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper failed, and whether it sets an exception is not known: that another
 * one, asked, may say that none is set shows nothing. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int (*look)(void *, PyObject *, PyObject **);
	void *where;
} Map;

static PyObject *get(Map *m, PyObject *k)
{
	PyObject *v = NULL;

	if (m->look(m->where, k, &v) < 0)
		return NULL;
	return Py_NewRef(v ? v : Py_None);
}

static int is_key_error(void)
{
	PyObject *t = PyErr_Occurred();

	return t && t == PyExc_KeyError;
}

static PyObject *find_ok(Map *m, PyObject *k)
{
	PyObject *r = get(m, k);

	if (r)
		return r;
	if (!is_key_error())
		return NULL;
	PyErr_Clear();
	Py_RETURN_NONE;
}

static PyObject *find_bad(Map *m, PyObject *k)
{
	PyObject *r = get(m, k);

	if (r)
		return r;
	if (is_key_error())
		PyErr_Clear();
	else
		return NULL;
	return NULL; // expect: missing-exception 'find_bad'
}

static PyObject *look_bad(PyObject *d, PyObject *k)
{
	PyObject *r = PyDict_GetItemWithError(d, k);

	if (!r && PyErr_Occurred())
		return NULL;
	if (!r)
		return NULL; // expect: missing-exception 'look_bad'
	return Py_NewRef(r);
}

static PyMethodDef methods[] = {
	{ "a", (PyCFunction) find_ok, METH_O, NULL },
	{ "b", (PyCFunction) find_bad, METH_O, NULL },
	{ "c", look_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use(void)
{
	return methods;
}
