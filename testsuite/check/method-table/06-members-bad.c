// SPDX-License-Identifier: GPL-3.0-or-later
/* Members accessed in another size or kind than they have. */
#include <Python.h>
#include <structmember.h>
#include <stdbool.h>

typedef struct {
	PyObject_HEAD
	int i;
	short s;
	long l;
	Py_ssize_t n;
	double d;
	float f;
	char c;
	bool b;
	char *text;
	char inside[8];
	PyObject *o;
} Thing;

static PyObject *repr(Thing *self)
{
	return PyUnicode_FromFormat("%ld", (long) self->l);
}

static PyMemberDef members[] = {
	{"i", T_LONG, offsetof (Thing, i), 0, NULL},	// expect: method-table 'T_LONG (8 bytes)' 'int' '(4 bytes)'
	{"s", T_INT, offsetof (Thing, s), 0, NULL},	// expect: method-table 'T_INT'
	{"l", T_INT, offsetof (Thing, l), 0, NULL},	// expect: method-table 'T_INT'
	{"n", T_INT, offsetof (Thing, n), READONLY, NULL},	// expect: method-table 'Py_ssize_t'
	{"d", T_FLOAT, offsetof (Thing, d), 0, NULL},	// expect: method-table 'double'
	{"f", T_DOUBLE, offsetof (Thing, f), 0, NULL},	// expect: method-table 'float'
	{"c", T_INT, offsetof (Thing, c), 0, NULL},	// expect: method-table 'T_INT'
	{"b", T_INT, offsetof (Thing, b), 0, NULL},	// expect: method-table 'T_INT'
	{"i2", T_BOOL, offsetof (Thing, i), 0, NULL},	// expect: method-table 'T_BOOL'
	{"text", T_STRING_INPLACE, offsetof (Thing, text), 0, NULL},	// expect: method-table 'T_STRING_INPLACE'
	{"inside", T_STRING, offsetof (Thing, inside), 0, NULL},	// expect: method-table 'T_STRING'
	{"o", T_STRING, offsetof (Thing, o), 0, NULL},	// expect: method-table 'T_STRING'
	{"text2", T_OBJECT_EX, offsetof (Thing, text), 0, NULL},	// expect: method-table 'T_OBJECT_EX'
	{NULL}
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_repr = (reprfunc) repr, .tp_members = members,
};
int ready(void) { return PyType_Ready(&type); }
