// SPDX-License-Identifier: GPL-3.0-or-later
/* An iterator: its field never changes, other objects break its cycles. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *over; } Iter;
static PyTypeObject type;

PyObject *iter_over(PyObject *o)
{
	Iter *it = PyObject_GC_New(Iter, &type);

	if (!it)
		return NULL;
	it->over = Py_NewRef(o);
	PyObject_GC_Track(it);
	return (PyObject *) it;
}
static int iter_traverse(Iter *self, visitproc visit, void *arg)
{
	Py_VISIT(self->over);
	return 0;
}
static void iter_dealloc(Iter *self)
{
	PyObject_GC_UnTrack(self);
	Py_XDECREF(self->over);
	PyObject_GC_Del(self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Iter", .tp_basicsize = sizeof (Iter),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) iter_dealloc,
	.tp_traverse = (traverseproc) iter_traverse,
};
int ready(void) { return PyType_Ready(&type); }
