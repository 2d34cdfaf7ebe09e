// SPDX-License-Identifier: GPL-3.0-or-later
/* The closure may be left out: it does no harm. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;
static PyObject *get(Thing *self, void *closure) { Py_RETURN_NONE; }
static PyObject *get1(Thing *self) { Py_RETURN_NONE; }
static int set(Thing *self, PyObject *value, void *closure) { return 0; }
static int set2(Thing *self, PyObject *value) { return 0; }
static int set_named(Thing *self, PyObject *value, const char *name) { return 0; }

static PyGetSetDef getset[] = {
	{"a", (getter) get, (setter) set, NULL, NULL},
	{"b", (getter) get1, (setter) set2, NULL, NULL},
	{"c", (getter) get, (setter) set_named, NULL, (void *) "c"},
	{NULL, NULL, NULL, NULL, NULL}
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof (Thing),
	.tp_getset = getset,
};
int ready(void) { return PyType_Ready(&type); }
