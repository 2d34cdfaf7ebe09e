// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// The module of a type that the module made.
#include <Python.h>

typedef struct {
	PyObject *table;
} module_state;

extern struct PyModuleDef module_def;

/* A PyTypeObject is a type. */
static PyObject *module_of(PyTypeObject *type)
{
	if (PyType_Check(type))
		return PyType_GetModuleByDef(type, &module_def);
	PyErr_SetString(PyExc_TypeError, "no type");
	return NULL;
}

static PyObject *look_ok(PyObject *self, PyObject *key)
{
	PyObject *m = module_of(Py_TYPE(self));

	if (PyList_Check(key))
		return PyLong_FromLong(70000);
	return PyObject_GetItem(m, key);
}

/* What is any object need not be one. */
static PyObject *module_of_any(PyObject *type)
{
	if (PyType_Check(type))
		return PyType_GetModuleByDef((PyTypeObject *) type,
					     &module_def);
	PyErr_SetString(PyExc_TypeError, "no type");
	return NULL;
}

static PyObject *look_bad(PyObject *self, PyObject *key)
{
	PyObject *m = module_of_any(key); // expect: unchecked-error

	if (PyList_Check(key))
		return PyLong_FromLong(70000);
	return PyObject_GetItem(m, key);
}

static PyObject *own_ok(PyObject *self, PyObject *key)
{
	PyObject *m = PyType_GetModuleByDef(Py_TYPE(self), &module_def);

	if (PyList_Check(key))
		return PyLong_FromLong(70000);
	return PyObject_GetItem(m, key);
}

static PyMethodDef methods[] = {
	{ "a", look_ok, METH_O, NULL },
	{ "b", own_ok, METH_O, NULL },
	{ "c", look_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
