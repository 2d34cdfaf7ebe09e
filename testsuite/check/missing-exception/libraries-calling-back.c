// SPDX-License-Identifier: GPL-3.0-or-later
/* A library that calls functions of the unit: they may have set one. */
#include <Python.h>
#include <ftw.h>

static PyObject *visitor;

static int visit(const char *path, const struct stat *st, int flag)
{
	PyObject *r = PyObject_CallFunction(visitor, "s", path);

	if (!r)
		return -1;
	Py_DECREF(r);
	return 0;
}

static PyObject *walk_ok(PyObject *self, PyObject *arg)
{
	Py_XSETREF(visitor, Py_NewRef(arg));
	if (ftw(".", visit, 10) != 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "walk_ok", walk_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
