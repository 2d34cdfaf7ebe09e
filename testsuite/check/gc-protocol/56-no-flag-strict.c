// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict args=disable=module-state
/* A tp_traverse for who walks objects by it, without the collector's header:
 * no tp_clear, no call for the collector.  Strict tells it still. */
#include <Python.h>

typedef struct { PyObject_VAR_HEAD PyObject *items[1]; } Bag;

static int bag_traverse(Bag *self, visitproc visit, void *arg)
{
	Py_ssize_t i;

	for (i = Py_SIZE(self); --i >= 0;)
		Py_VISIT(self->items[i]);
	return 0;
}
static void bag_dealloc(Bag *self)
{
	Py_ssize_t i;

	for (i = Py_SIZE(self); --i >= 0;)
		Py_XDECREF(self->items[i]);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
PyTypeObject bag_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bag", .tp_basicsize = sizeof(Bag) - sizeof(PyObject *),
	.tp_itemsize = sizeof(PyObject *),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor) bag_dealloc,
	.tp_traverse = (traverseproc) bag_traverse, // expect: gc-protocol
};
