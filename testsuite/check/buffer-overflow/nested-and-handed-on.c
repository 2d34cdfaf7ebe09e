// SPDX-License-Identifier: GPL-3.0-or-later
/* Arrays of structs that lie in others; a view that a helper looks at. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct head {
	int kind;
	unsigned char magic[4];
};

typedef struct {
	PyObject_HEAD
	struct head h, tab[3];
	unsigned char tail[2];
} Obj;

static PyObject *nested_ok(PyObject *op, PyObject *unused)
{
	Obj *self = (Obj *) op;

	self->h.magic[1] = 1;
	self->tab[2].magic[3] = 2;
	self->tail[1] = 3;
	Py_RETURN_NONE;
}

static PyObject *member_bad(PyObject *op, PyObject *unused)
{
	Obj *self = (Obj *) op;

	self->tail[2] = 3; // expect: buffer-overflow 'tail'
	Py_RETURN_NONE;
}

extern int check_len(Py_buffer *, Py_ssize_t);

static PyObject *view_ok(PyObject *op, PyObject *o)
{
	Py_buffer v;
	int last;

	if (PyObject_GetBuffer(o, &v, PyBUF_SIMPLE) < 0)
		return NULL;
	if (v.len < 1 || check_len(&v, 8) < 0) {
		PyBuffer_Release(&v);
		PyErr_SetString(PyExc_ValueError, "too short");
		return NULL;
	}
	last = ((unsigned char *) v.buf)[7];
	PyBuffer_Release(&v);
	return PyLong_FromLong(last);
}

static PyMethodDef methods[] = {
	{ "nested_ok", nested_ok, METH_NOARGS, NULL },
	{ "member_bad", member_bad, METH_NOARGS, NULL },
	{ "view_ok", view_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyTypeObject Obj_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Obj", .tp_basicsize = sizeof(Obj),
	.tp_methods = methods,
};
