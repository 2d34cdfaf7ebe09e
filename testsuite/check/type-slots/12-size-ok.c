// SPDX-License-Identifier: GPL-3.0-or-later
/* As large as the struct, larger, of variable size, or inherited. */
#include <Python.h>
#include <stddef.h>

typedef struct { PyObject_HEAD int a; PyObject *b; } Big;
typedef struct { Big big; int more; } Bigger;
typedef struct { PyObject_VAR_HEAD int a; char text[1]; } Var;

static PyObject *repr(Big *self) { return self->b ? PyObject_Repr(self->b) : PyUnicode_FromString("?"); }
static PyObject *var_repr(Var *self) { return PyUnicode_FromString(self->text); }

static PyTypeObject a = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof (Big), .tp_repr = (reprfunc) repr,
};
static PyTypeObject b = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof (Bigger), .tp_repr = (reprfunc) repr,
};
static PyTypeObject c = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.C", .tp_base = &a, .tp_repr = (reprfunc) repr,
};
static PyTypeObject v = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.V", .tp_basicsize = offsetof (Var, text), .tp_itemsize = 1,
	.tp_repr = (reprfunc) var_repr,
};
int ready(void)
{
	return PyType_Ready(&a) + PyType_Ready(&b) + PyType_Ready(&c) + PyType_Ready(&v);
}
