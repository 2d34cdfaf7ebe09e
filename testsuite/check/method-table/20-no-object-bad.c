// SPDX-License-Identifier: GPL-3.0-or-later
/* T_OBJECT of what is no object: memory, or a struct of one's own. */
#include <Python.h>
#include <stddef.h>
#include <structmember.h>

struct ctx;
struct other;
struct plain { int fd; };
typedef struct { PyObject_HEAD struct ctx *ctx; struct plain *plain; struct other *other; PyObject *name; } Thing;

static void dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	Py_XDECREF(((Thing *) self)->name);
	PyMem_Free(((Thing *) self)->ctx);
	type->tp_free(self);
	Py_DECREF(type);
}
static PyMemberDef members[] = {
	{"ctx", T_OBJECT_EX, offsetof (Thing, ctx), READONLY, NULL},	// expect: method-table '‘ctx’ of ‘Thing’'
	{"plain", T_OBJECT, offsetof (Thing, plain), READONLY, NULL},	// expect: method-table '‘plain’ of ‘Thing’'
	{"other", T_OBJECT, offsetof (Thing, other), READONLY, NULL},
	{"name", T_OBJECT_EX, offsetof (Thing, name), READONLY, NULL},
	{NULL}
};
static PyType_Slot slots[] = { {Py_tp_members, members}, {Py_tp_dealloc, dealloc}, {0, NULL} };
PyType_Spec spec = { "m.Thing", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
