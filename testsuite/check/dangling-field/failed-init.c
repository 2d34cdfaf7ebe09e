// SPDX-License-Identifier: GPL-3.0-or-later
/* The way out of a module init that failed: nobody gets the module whose
 * functions would look at its variables. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *hook, *table;

static PyObject *get_hook(PyObject *self, PyObject *unused)
{
	Py_XINCREF(hook);
	return hook;
}

static PyObject *set_hook_bad(PyObject *self, PyObject *arg)
{
	Py_XDECREF(hook); // expect: dangling-field 'hook'
	hook = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *get_table(PyObject *self, PyObject *unused)
{
	Py_XINCREF(table);
	return table;
}

static PyMethodDef methods[] = {
	{ "get_hook", get_hook, METH_NOARGS, NULL },
	{ "set_hook", set_hook_bad, METH_O, NULL },
	{ "get_table", get_table, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "m", NULL, -1,
	methods, NULL, NULL, NULL, NULL };

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&module), *other = NULL;

	if (!m)
		return NULL;
	other = PyImport_ImportModule("other");
	if (!other)
		goto error;
	hook = PyObject_CallMethod(other, "hook", NULL);
	if (!hook)
		goto error;
	table = PyObject_CallMethod(other, "table", NULL);
	if (!table)
		goto error;
	Py_DECREF(other);
	return m;
error:
	Py_XDECREF(other);
	Py_XDECREF(hook);
	Py_XDECREF(table);
	Py_DECREF(m);
	return NULL;
}
