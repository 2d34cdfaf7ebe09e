// SPDX-License-Identifier: GPL-3.0-or-later
// Members of every code, each with a wrong field.
#include <Python.h>
#include <structmember.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	short s; int i; long l; float f; double d; char *str; PyObject *o; char c;
	signed char b; unsigned char ub; unsigned short us; unsigned int ui;
	unsigned long ul; char text[16]; bool flag; long long ll; unsigned long long ull;
	Py_ssize_t n; int64_t i64; size_t z; PyListObject *list; wchar_t *w; unsigned bits : 4;
	struct { int inner; double deep; } nested;
} Thing;

static PyObject *repr(Thing *self) { return PyUnicode_FromFormat("%ld", (long) self->i); }

static PyMemberDef members[] = {
	{"s", T_SHORT, offsetof(Thing, s), 0, NULL},
	{"i", T_INT, offsetof(Thing, i), READONLY, "doc"},
	{"l", T_LONG, offsetof(Thing, l)},
	{"f", T_FLOAT, offsetof(Thing, f)},
	{"d", T_DOUBLE, offsetof(Thing, d)},
	{"str", T_STRING, offsetof(Thing, str), READONLY},
	{"o", T_OBJECT, offsetof(Thing, o)},
	{"o_ex", T_OBJECT_EX, offsetof(Thing, o)},
	{"c", T_CHAR, offsetof(Thing, c)},
	{"b", T_BYTE, offsetof(Thing, b)},
	{"ub", T_UBYTE, offsetof(Thing, ub)},
	{"us", T_USHORT, offsetof(Thing, us)},
	{"ui", T_UINT, offsetof(Thing, ui)},
	{"ul", T_ULONG, offsetof(Thing, ul)},
	{"text", T_STRING_INPLACE, offsetof(Thing, text), READONLY},
	{"flag", T_BOOL, offsetof(Thing, flag)},
	{"ll", T_LONGLONG, offsetof(Thing, ll)},
	{"ull", T_ULONGLONG, offsetof(Thing, ull)},
	{"n", T_PYSSIZET, offsetof(Thing, n)},
	{"z", T_PYSSIZET, offsetof(Thing, z)},
	{"list", T_OBJECT, offsetof(Thing, list)},
	{"nested", T_INT, offsetof(Thing, nested.inner)},
	{"none", T_NONE, 0},
	{"bad_s", T_SHORT, offsetof(Thing, i)}, // expect: method-table 'T_SHORT'
	{"bad_i", T_INT, offsetof(Thing, l)}, // expect: method-table 'T_INT' '(4 bytes)' '(8 bytes)'
	{"bad_bool", T_INT, offsetof(Thing, flag)}, // expect: method-table 'T_INT' 'flag'
	{"bad_bool2", T_BOOL, offsetof(Thing, i)}, // expect: method-table 'T_BOOL' '(1 byte)'
	{"bad_long", T_LONG, offsetof(Thing, ui)}, // expect: method-table 'T_LONG'
	{"bad_float", T_FLOAT, offsetof(Thing, d)}, // expect: method-table 'T_FLOAT'
	{"bad_double", T_DOUBLE, offsetof(Thing, f)}, // expect: method-table 'T_DOUBLE'
	{"bad_double2", T_DOUBLE, offsetof(Thing, l)}, // expect: method-table 'T_DOUBLE'
	{"bad_str", T_STRING, offsetof(Thing, text)}, // expect: method-table 'T_STRING'
	{"bad_str2", T_STRING, offsetof(Thing, o)}, // expect: method-table 'T_STRING'
	{"bad_inplace", T_STRING_INPLACE, offsetof(Thing, str)}, // expect: method-table 'T_STRING_INPLACE'
	{"bad_obj", T_OBJECT, offsetof(Thing, str)}, // expect: method-table 'T_OBJECT'
	{"bad_obj2", T_OBJECT_EX, offsetof(Thing, n)}, // expect: method-table 'T_OBJECT_EX'
	{"bad_obj3", T_OBJECT_EX, offsetof(Thing, i)}, // expect: method-table 'T_OBJECT_EX'
	{"bad_n", T_PYSSIZET, offsetof(Thing, i)}, // expect: method-table 'T_PYSSIZET'
	{"bad_wide", T_STRING, offsetof(Thing, w)}, // expect: method-table 'T_STRING'
	{"bad_nested", T_INT, offsetof(Thing, nested.deep)}, // expect: method-table 'T_INT'
	{"bad_code", 99, offsetof(Thing, i)}, // expect: method-table '99'
	{"bad_code2", 15, offsetof(Thing, i)}, // expect: method-table '15'
	{"past", T_INT, sizeof(Thing)}, // expect: method-table 'past'
	{"header", T_PYSSIZET, offsetof(PyObject, ob_refcnt), READONLY},
	{NULL}
};

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "members.Thing",
	.tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_members = members,
	.tp_repr = (reprfunc) repr,
};

int ready(PyObject *m)
{
	return PyModule_AddType(m, &thing_type);
}
