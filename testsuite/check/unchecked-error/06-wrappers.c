/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrappers of a generator that do not ask whether the function that they are
 * made for failed: the template's defect, told once, and where else. */
#include <Python.h>

struct thing { int n; };

static struct thing *open_thing(PyObject *name)
{
	if (!PyUnicode_Check(name)) {
		PyErr_SetString(PyExc_TypeError, "a str is wanted");
		return NULL;
	}
	return calloc(1, sizeof(struct thing));
}

static struct thing *copy_thing(PyObject *name)
{
	if (!PyLong_Check(name)) {
		PyErr_SetString(PyExc_TypeError, "an int is wanted");
		return NULL;
	}
	return calloc(1, sizeof(struct thing));
}

static PyObject *wrapped(struct thing *thing)
{
	PyObject *r;

	if (!thing)
		return Py_NewRef(Py_None);
	r = PyLong_FromVoidPtr(thing);
	if (!r)
		free(thing);
	return r;
}

static PyObject *_wrap_open_thing(PyObject *self, PyObject *arg)
{
	struct thing *result = open_thing(arg); // expect: unchecked-error 'open_thing'
	PyObject *resultobj = wrapped(result);

	return resultobj;
}

static PyObject *_wrap_copy_thing(PyObject *self, PyObject *arg)
{
	struct thing *result = copy_thing(arg);
	PyObject *resultobj = wrapped(result);

	return resultobj;
}

static PyMethodDef methods[] = {
	{ "open_thing", _wrap_open_thing, METH_O, NULL },
	{ "copy_thing", _wrap_copy_thing, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *find_methods(void)
{
	return methods;
}
