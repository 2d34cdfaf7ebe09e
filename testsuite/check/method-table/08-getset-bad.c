// SPDX-License-Identifier: GPL-3.0-or-later
/* Getters and setters of another shape. */
#include <Python.h>

static PyObject *get3(PyObject *self, void *closure, int extra) { return PyLong_FromLong(extra); }
static int get_int(PyObject *self, void *closure) { return 1; }
static void set_void(PyObject *self, PyObject *value, void *closure) { }
static PyObject *set_obj(PyObject *self, PyObject *value, void *closure) { Py_RETURN_NONE; }
static PyObject *get(PyObject *self, void *closure) { Py_RETURN_NONE; }
static int set(PyObject *self, PyObject *value, void *closure) { return 0; }

static PyGetSetDef getset[] = {		// expect: method-table 'has no end'
	{"a", (getter) (void (*)(void)) get3, NULL, NULL, NULL},	// expect: method-table 'takes 3'
	{"b", (getter) (void (*)(void)) get_int, NULL, NULL, NULL},	// expect: method-table 'returns'
	{"c", get, (setter) (void (*)(void)) set_void, NULL, NULL},	// expect: method-table 'returns' 'void'
	{"d", get, (setter) (void (*)(void)) set_obj, NULL, NULL},	// expect: method-table 'returns'
	{"e", get, set, NULL, NULL},
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof (PyObject),
	.tp_getset = getset,
};
int ready(void) { return PyType_Ready(&type); }
