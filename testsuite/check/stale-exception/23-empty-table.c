/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table that nothing writes is what it was initialised with, also where a
 * helper gets it: an empty one has nothing that could fail. */
#include <Python.h>

struct row { int type; const char *name; long value; };

static struct row none[] = { { 0, NULL, 0 } };
static struct row some[] = { { 1, "one", 1000 }, { 0, NULL, 0 } };
static struct row filled[] = { { 0, NULL, 0 }, { 0, NULL, 0 } };

static void
install_none(PyObject *dict, struct row rows[])
{
	size_t i;

	for (i = 0; rows[i].type; i++) {
		PyObject *o = PyLong_FromLong(rows[i].value);

		if (o) {
			PyDict_SetItemString(dict, rows[i].name, o);
			Py_DECREF(o);
		}
	}
}

static void
install_some(PyObject *dict, struct row rows[])
{
	size_t i;

	for (i = 0; rows[i].type; i++) {
		PyObject *o = PyLong_FromLong(rows[i].value);

		if (o) {
			PyDict_SetItemString(dict, rows[i].name, o);
			Py_DECREF(o);
		}
	}
}

static void
install_filled(PyObject *dict, struct row rows[])
{
	size_t i;

	for (i = 0; rows[i].type; i++) {
		PyObject *o = PyLong_FromLong(rows[i].value);

		if (o) {
			PyDict_SetItemString(dict, rows[i].name, o);
			Py_DECREF(o);
		}
	}
}

static PyObject *
none_ok(PyObject *self, PyObject *dict)
{
	install_none(dict, none);
	Py_INCREF(self);
	return self;
}

static PyObject *
some_bad(PyObject *self, PyObject *dict)
{
	install_some(dict, some);
	Py_INCREF(self);
	return self;	// expect: stale-exception
}

static PyObject *
filled_bad(PyObject *self, PyObject *dict)
{
	install_filled(dict, filled);
	Py_INCREF(self);
	return self;	// expect: stale-exception
}

static PyObject *
fill(PyObject *self, PyObject *unused)
{
	(void) self;
	(void) unused;
	filled[0].type = 1;
	filled[0].name = "one";
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "none", none_ok, METH_O, NULL },
	{ "some", some_bad, METH_O, NULL },
	{ "filled", filled_bad, METH_O, NULL },
	{ "fill", fill, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC
PyInit_m(void)
{
	return PyModule_Create(&module);
}
