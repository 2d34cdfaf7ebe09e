// SPDX-License-Identifier: GPL-3.0-or-later
/* tp_iter is there, set in code, or inherited. */
#include <Python.h>

static PyObject *next(PyObject *self) { return NULL; }

static PyTypeObject a = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof (PyObject),
	.tp_iter = PyObject_SelfIter, .tp_iternext = next,
};
static PyTypeObject b = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof (PyObject),
	.tp_iternext = next,
};
static PyTypeObject c = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.C", .tp_iternext = next, .tp_base = &a,
};
static PyTypeObject d = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.D", .tp_iternext = next,
};
static PyTypeObject e = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.E", .tp_iternext = next,
};
extern PyTypeObject *base_elsewhere;
int ready(void)
{
	b.tp_iter = PyObject_SelfIter;
	d.tp_base = &PyTuple_Type;
	e.tp_base = base_elsewhere;
	return PyType_Ready(&a) + PyType_Ready(&b) + PyType_Ready(&c)
		+ PyType_Ready(&d) + PyType_Ready(&e);
}
