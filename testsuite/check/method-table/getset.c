// SPDX-License-Identifier: GPL-3.0-or-later
// Getters and setters of wrong shape.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Thing;

static PyObject *get(Thing *self, void *closure) { return PyLong_FromLong(self->x); }
static int set(Thing *self, PyObject *value, void *closure) { self->x = value != NULL; return 0; }
static PyObject *get_short(Thing *self) { return PyLong_FromLong(self->x); }
static int get_int(Thing *self, void *closure) { return self->x; }
static PyObject *set_object(Thing *self, PyObject *value, void *closure) { Py_RETURN_NONE; }
static void set_void(Thing *self, PyObject *value, void *closure) { self->x = value != NULL; }
static PyObject *get_many(Thing *self, PyObject *a, PyObject *b) { return Py_NewRef(b); }
static int set_swapped(Thing *self, void *closure, PyObject *value) { return 0; }

static PyGetSetDef getset[] = {
	{"ok", (getter) get, (setter) set, NULL, NULL},
	{"short", (getter) get_short, NULL},
	{"int", (getter) get_int, NULL}, // expect: method-table 'returns ‘int’'
	{"object", (getter) get, (setter) set_object}, // expect: method-table 'must return ‘int’'
	{"void", (getter) get, (setter) set_void}, // expect: method-table 'must return ‘int’'
	{"many", (getter) get_many, NULL}, // expect: method-table 'takes 3 arguments'
	{"crossed", (getter) set, (setter) get}, // expect: method-table 'returns ‘int’' // expect: method-table 'must return ‘int’'
	{.name = "designated", .set = (setter) set_void, .get = (getter) get}, // expect: method-table 'must return ‘int’'
	{NULL}
};

static PyGetSetDef endless[] = { // expect: method-table 'no end'
	{"ok", (getter) get, (setter) set, NULL, NULL},
};

static PyType_Slot slots[] = {
	{Py_tp_getset, getset},
	{0, NULL}
};
static PyType_Slot slots2[] = {
	{Py_tp_getset, endless},
	{0, NULL}
};
static PyType_Spec spec = {"getset.A", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, slots};
static PyType_Spec spec2 = {.name = "getset.B", .basicsize = sizeof(Thing), .flags = Py_TPFLAGS_DEFAULT, .slots = slots2};

PyObject *make_a(PyObject *m) { return PyType_FromModuleAndSpec(m, &spec, NULL); }
PyObject *make_b(PyObject *m) { return PyType_FromSpec(&spec2); }
