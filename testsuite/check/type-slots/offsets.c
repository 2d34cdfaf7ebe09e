// SPDX-License-Identifier: GPL-3.0-or-later
/* The offset of the dictionary or of the weak references is another field's. */
#include <Python.h>
#include <stddef.h>

struct list { struct list *next; };
typedef struct {
	PyObject_HEAD
	PyObject *dict, *weak;
	struct list *headers;
	char *name;
} T;

static PyObject *t_repr(T *self)
{
	return PyUnicode_FromFormat("%s", self->name ? self->name : "");
}
PyTypeObject right = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Right", .tp_basicsize = sizeof(T),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_repr = (reprfunc) t_repr,
	.tp_dictoffset = offsetof(T, dict),
	.tp_weaklistoffset = offsetof(T, weak),
};
PyTypeObject wrong = { // expect: type-slots 'headers' // expect: type-slots 'name'
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Wrong", .tp_basicsize = sizeof(T),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_repr = (reprfunc) t_repr,
	.tp_dictoffset = offsetof(T, headers),
	.tp_weaklistoffset = offsetof(T, name),
};
