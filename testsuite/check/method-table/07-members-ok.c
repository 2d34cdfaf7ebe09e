// SPDX-License-Identifier: GPL-3.0-or-later
/* Members that fit; unions and nested structs; offsets with a meaning. */
#include <Python.h>
#include <structmember.h>
#include <stdbool.h>
#include <stdint.h>

enum color { RED, GREEN };
typedef struct {
	PyObject_HEAD
	int i;
	unsigned u;
	enum color color;
	int32_t i32;
	long l;
	size_t size;
	bool b;
	unsigned char byte;
	char c;
	const char *text;
	char inside[8];
	struct { short s; double d; } in;
	union { int i; double d; } either;
	PyObject *o;
	PyTypeObject *type;
	void *any;
	PyObject *weak;
	PyObject *dict;
} Thing;

static PyObject *repr(Thing *self)
{
	return PyUnicode_FromFormat("%ld", (long) self->l);
}

static PyMemberDef members[] = {
	{"i", T_INT, offsetof (Thing, i), 0, NULL},
	{"u", T_UINT, offsetof (Thing, u), 0, NULL},
	{"color", T_INT, offsetof (Thing, color), 0, NULL},
	{"i32", T_INT, offsetof (Thing, i32), 0, NULL},
	{"l", T_LONG, offsetof (Thing, l), 0, NULL},
	{"size", T_PYSSIZET, offsetof (Thing, size), 0, NULL},
	{"size2", T_ULONGLONG, offsetof (Thing, size), 0, NULL},
	{"b", T_BOOL, offsetof (Thing, b), 0, NULL},
	{"byte", T_UBYTE, offsetof (Thing, byte), 0, NULL},
	{"c", T_CHAR, offsetof (Thing, c), 0, NULL},
	{"flag", T_BOOL, offsetof (Thing, c), 0, NULL},
	{"text", T_STRING, offsetof (Thing, text), READONLY, NULL},
	{"inside", T_STRING_INPLACE, offsetof (Thing, inside), READONLY, NULL},
	{"s", T_SHORT, offsetof (Thing, in.s), 0, NULL},
	{"d", T_DOUBLE, offsetof (Thing, in.d), 0, NULL},
	{"ei", T_INT, offsetof (Thing, either), 0, NULL},
	{"ed", T_DOUBLE, offsetof (Thing, either), 0, NULL},
	{"o", T_OBJECT, offsetof (Thing, o), 0, NULL},
	{"ox", T_OBJECT_EX, offsetof (Thing, o), 0, NULL},
	{"type", T_OBJECT, offsetof (Thing, type), READONLY, NULL},
	{"any", T_OBJECT, offsetof (Thing, any), READONLY, NULL},
	{"none", T_NONE, 0, 0, NULL},
	{"__weaklistoffset__", T_PYSSIZET, offsetof (Thing, weak), READONLY, NULL},
	{"__dictoffset__", T_PYSSIZET, offsetof (Thing, dict), READONLY, NULL},
	{NULL}
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_repr = (reprfunc) repr, .tp_members = members,
};
int ready(void) { return PyType_Ready(&type); }
