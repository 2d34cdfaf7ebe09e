// SPDX-License-Identifier: GPL-3.0-or-later
/* What a slot returns is of another type than its callers insist on. */
#include <Python.h>

typedef struct { PyObject_HEAD long v; } C;

static PyObject *c_repr_bad(C *self)
{
	return PyBytes_FromFormat("<C %ld>", self->v); // expect: type-slots 'must return a str'
}
static PyObject *c_str_ok(C *self)
{
	PyObject *b = PyBytes_FromFormat("<C %ld>", self->v), *s;

	if (!b)
		return NULL;
	s = PyUnicode_FromEncodedObject(b, "ascii", "strict");
	Py_DECREF(b);
	return s;
}
static PyObject *c_index_bad(C *self)
{
	return PyFloat_FromDouble((double) self->v); // expect: type-slots 'must return an int'
}
static PyObject *c_int_ok(C *self)
{
	return PyBool_FromLong(self->v);
}
static PyObject *c_float_bad(C *self)
{
	return PyLong_FromLong(self->v); // expect: type-slots 'must return a float'
}
static PyNumberMethods number = {
	.nb_index = (unaryfunc) c_index_bad,
	.nb_int = (unaryfunc) c_int_ok,
	.nb_float = (unaryfunc) c_float_bad,
};
PyTypeObject c_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.C", .tp_basicsize = sizeof(C),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_repr = (reprfunc) c_repr_bad, .tp_str = (reprfunc) c_str_ok,
	.tp_as_number = &number,
};
