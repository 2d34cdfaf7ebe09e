// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper of one call cannot fail where that cannot, for what it is given. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	float color;
	char kind;
} Image;

static float to_float(PyObject *o)
{
	return (float)PyFloat_AsDouble(o);
}

static int set_ok(Image *self, PyObject *value, void *closure)
{
	if (!value || (self->kind == 'f' && !PyFloat_CheckExact(value))) {
		PyErr_SetString(PyExc_TypeError, "a float is needed");
		return -1;
	}
	if (self->kind == 'f')
		self->color = to_float(value);
	return 0;
}

static int set_bad(Image *self, PyObject *value, void *closure)
{
	if (!value) {
		PyErr_SetString(PyExc_TypeError, "a float is needed");
		return -1;
	}
	self->color = to_float(value); // expect: unchecked-error
	return 0;
}

static PyGetSetDef getset[] = {
	{ "color", NULL, (setter)set_ok, NULL, NULL },
	{ "any_color", NULL, (setter)set_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyTypeObject Image_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Image",
	.tp_basicsize = sizeof(Image),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_getset = getset,
};

int set_up(void)
{
	return PyType_Ready(&Image_Type);
}
