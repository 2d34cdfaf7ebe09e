// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory for less than the struct that the functions see. */
#include <Python.h>

typedef struct { PyObject_HEAD int a; } Small;
typedef struct { PyObject_HEAD int a; PyObject *b; } Big;

static PyObject *repr(PyObject *op)
{
	Big *self = (Big *) op;

	return self->b ? PyObject_Repr(self->b) : PyUnicode_FromString("?");
}
static PyObject *str(PyObject *op)
{
	return PyUnicode_FromFormat("%ld", (long) ((Big *) op)->a);
}
static PyType_Slot slots[] = {
	{Py_tp_repr, repr}, {Py_tp_str, str}, {0, NULL}
};
static PyType_Spec spec = {	// expect: type-slots '24 bytes' 'Big' '32 bytes'
	"m.Big", sizeof (Small), 0, Py_TPFLAGS_DEFAULT, slots
};
static PyTypeObject type = {	// expect: type-slots '16 bytes'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Big2", .tp_basicsize = sizeof (PyObject), .tp_repr = repr,
};
PyObject *make(void)
{
	if (PyType_Ready(&type) < 0)
		return NULL;
	return PyType_FromSpec(&spec);
}
