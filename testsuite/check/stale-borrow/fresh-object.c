// SPDX-License-Identifier: GPL-3.0-or-later
/* The field of an object that a helper just made: no code gets to it while
 * others run. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *numerator;
} Fraction;

static PyTypeObject Fraction_Type;

static Fraction *make(PyObject *numerator)
{
	Fraction *self = PyObject_New(Fraction, &Fraction_Type);

	if (self)
		self->numerator = Py_NewRef(numerator);
	return self;
}

static Fraction *subtract(Fraction *self, PyObject *other)
{
	PyObject *tmp = PyNumber_Subtract(self->numerator, other);
	Fraction *r;

	if (!tmp)
		return NULL;
	r = make(tmp);
	Py_DECREF(tmp);
	return r;
}

static PyObject *from_ok(Fraction *self, PyObject *other)
{
	Fraction *r = subtract(self, other);
	PyObject *tmp;

	if (!r)
		return NULL;
	tmp = r->numerator;
	r->numerator = PyNumber_Negative(r->numerator);
	Py_DECREF(tmp);
	if (!r->numerator) {
		Py_DECREF(r);
		return NULL;
	}
	return (PyObject *)r;
}

static PyObject *negate_bad(Fraction *self, PyObject *none)
{
	PyObject *tmp = self->numerator, *n;

	n = PyNumber_Negative(tmp);
	if (!n)
		return NULL;
	self->numerator = n;
	Py_DECREF(tmp); // expect: stale-borrow 'tmp'
	Py_RETURN_NONE;
}

static void fraction_dealloc(Fraction *self)
{
	Py_XDECREF(self->numerator);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{ "subtract_from", (PyCFunction)from_ok, METH_O, NULL },
	{ "negate", (PyCFunction)negate_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyTypeObject Fraction_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Fraction",
	.tp_basicsize = sizeof(Fraction),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)fraction_dealloc,
	.tp_methods = methods,
};

int set_up(void)
{
	return PyType_Ready(&Fraction_Type);
}
