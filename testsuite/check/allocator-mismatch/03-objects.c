// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields of an object, and objects themselves. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	char *name;
	char *text;
} Thing;

static int thing_init_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	Thing *t = (Thing *) self;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return -1;
	PyMem_Free(t->name);
	t->name = PyMem_Malloc(strlen(s) + 1);
	if (!t->name) {
		PyErr_NoMemory();
		return -1;
	}
	strcpy(t->name, s);
	free(t->text);
	t->text = strdup(s);
	return 0;
}

static PyObject *thing_rename_bad(PyObject *self, PyObject *args)
{
	Thing *t = (Thing *) self;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	PyMem_Free(t->name);
	t->name = PyMem_Malloc(strlen(s) + 1);
	if (!t->name)
		return PyErr_NoMemory();
	strcpy(t->name, s);
	if (!*s) {
		free(t->name); // expect: allocator-mismatch 'name'
		t->name = NULL;
	}
	Py_RETURN_NONE;
}

static void thing_dealloc_bad(PyObject *self)
{
	Thing *t = (Thing *) self;

	free(t->name); // expect: allocator-mismatch 'name' 'PyMem_Malloc'
	free(t->text);
	Py_TYPE(self)->tp_free(self);
}

static PyMethodDef thing_methods[] = {
	{ "rename", thing_rename_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "objects.Thing", .tp_basicsize = sizeof (Thing),
	.tp_new = PyType_GenericNew, .tp_init = thing_init_ok,
	.tp_dealloc = thing_dealloc_bad, .tp_methods = thing_methods,
};

int ready(void)
{
	return PyType_Ready(&thing_type);
}
