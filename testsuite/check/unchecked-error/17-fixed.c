// SPDX-License-Identifier: GPL-3.0-or-later
/* A static number that nothing changes is what its initializer says. */
#include <Python.h>

static int version = 1;
static int level = 2;

static PyObject *fixed_ok(PyObject *self, PyObject *o)
{
	int v = (int) PyLong_AsLong(o);

	if (v != version) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "another version");
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *changed_bad(PyObject *self, PyObject *o)
{
	int v = (int) PyLong_AsLong(o); // expect: unchecked-error 'PyLong_AsLong'

	if (v != level)
		level = v;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", fixed_ok, METH_O, NULL },
	{ "b", changed_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use(void)
{
	return methods;
}
