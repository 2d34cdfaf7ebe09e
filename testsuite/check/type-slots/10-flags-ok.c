// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>
#include <structmember.h>
#include <stddef.h>

typedef struct { PyObject_HEAD vectorcallfunc call; } Thing;

static int traverse(PyObject *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	return 0;
}

static PyTypeObject gc = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Gc", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = traverse,
};
static PyTypeObject vector = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Vector", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
	.tp_call = PyVectorcall_Call,
	.tp_vectorcall_offset = offsetof (Thing, call),
};
/* Filled in before it is ready. */
static PyTypeObject later = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Later", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};
static PyMemberDef members[] = {
	{"__vectorcalloffset__", T_PYSSIZET, offsetof (Thing, call), READONLY},
	{NULL}
};
static PyType_Slot slots[] = {
	{Py_tp_call, PyVectorcall_Call}, {Py_tp_members, members}, {0, NULL}
};
static PyType_Spec spec = {
	"m.V", sizeof (Thing), 0,
	Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL, slots
};
PyObject *make(void)
{
	later.tp_traverse = traverse;
	if (PyType_Ready(&gc) < 0 || PyType_Ready(&vector) < 0
	    || PyType_Ready(&later) < 0)
		return NULL;
	return PyType_FromSpec(&spec);
}
