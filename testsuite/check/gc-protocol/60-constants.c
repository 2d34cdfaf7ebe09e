// SPDX-License-Identifier: GPL-3.0-or-later
/* Py_GetConstant of pythoncapi_compat.h gives what refers to nothing, as the
 * interpreter's own does. */
#include <Python.h>

#define EMPTY_BYTES 8

static inline PyObject *Py_GetConstant(unsigned int which)
{
	static PyObject *constants[EMPTY_BYTES + 1];

	if (!constants[EMPTY_BYTES])
		constants[EMPTY_BYTES] = PyBytes_FromStringAndSize("", 0);
	return Py_XNewRef(constants[which]);
}

static PyObject *shared[2];

static inline PyObject *get_shared(unsigned int which)
{
	return Py_XNewRef(shared[which]);
}

typedef struct {
	PyObject_HEAD
	PyObject *unused, *other, *dict;
} Thing;

int thing_set(Thing *self, PyObject *dict, const char *s, Py_ssize_t n)
{
	self->unused = n ? PyBytes_FromStringAndSize(s, n)
		: Py_GetConstant(EMPTY_BYTES);
	self->other = get_shared(n > 0);
	self->dict = Py_NewRef(dict);
	return self->unused && self->other ? 0 : -1;
}

static int thing_traverse(Thing *self, visitproc visit, void *arg) // expect: gc-protocol 'other'
{
	Py_VISIT(self->dict);
	return 0;
}

static int thing_clear(Thing *self)
{
	Py_CLEAR(self->dict);
	Py_CLEAR(self->unused);
	Py_CLEAR(self->other);
	return 0;
}

static void thing_dealloc(Thing *self)
{
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = (traverseproc)thing_traverse,
	.tp_clear = (inquiry)thing_clear,
	.tp_dealloc = (destructor)thing_dealloc,
};

int set_up(void)
{
	return PyType_Ready(&type);
}
