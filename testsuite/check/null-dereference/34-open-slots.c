// SPDX-License-Identifier: GPL-3.0-or-later
/* Slots of the type of whatever object there is: object () has no numbers'. */
#include <Python.h>

static PyObject *number_bad(PyObject *self, PyObject *o)
{
	PyNumberMethods *nb = Py_TYPE(o)->tp_as_number;

	if (!nb->nb_float) { // expect: null-dereference 'tp_as_number'
		PyErr_Format(PyExc_TypeError, "%s has no float",
			     Py_TYPE(o)->tp_name);
		return NULL;
	}
	return nb->nb_float(o);
}

static PyObject *number_ok(PyObject *self, PyObject *o)
{
	PyNumberMethods *nb = Py_TYPE(o)->tp_as_number;

	if (!nb || !nb->nb_float)
		return PyErr_Format(PyExc_TypeError, "%s has no float",
				    Py_TYPE(o)->tp_name);
	return nb->nb_float(o);
}

static PyObject *unasked_bad(PyObject *self, PyObject *args)
{
	PyObject *o;
	PyNumberMethods *nb;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	nb = Py_TYPE(o)->tp_as_number;
	if (!nb)
		return PyErr_Format(PyExc_TypeError, "no number");
	return nb->nb_index(o); // expect: null-dereference 'nb_index'
}

static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	return o->ob_type->tp_iter(o); // expect: null-dereference 'tp_iter'
}

static PyObject *typed_ok(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &o))
		return NULL;
	return Py_TYPE(o)->tp_iter(o);
}

static PyObject *next_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *r;

	if (n != 1)
		return PyErr_Format(PyExc_TypeError, "one argument");
	r = Py_TYPE(args[0])->tp_iternext(args[0]); // expect: null-dereference 'tp_iternext'
	if (!r && !PyErr_Occurred())
		PyErr_SetNone(PyExc_StopIteration);
	return r;
}

static PyObject *checked_ok(PyObject *self, PyObject *it)
{
	PyObject *r;

	if (!PyIter_Check(it))
		return PyErr_Format(PyExc_TypeError, "no iterator");
	r = Py_TYPE(it)->tp_iternext(it);
	if (!r && !PyErr_Occurred())
		PyErr_SetNone(PyExc_StopIteration);
	return r;
}

static PyObject *iterator_ok(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *r;

	if (!it)
		return NULL;
	r = Py_TYPE(it)->tp_iternext(it);
	if (!r && !PyErr_Occurred())
		PyErr_SetNone(PyExc_StopIteration);
	Py_DECREF(it);
	return r;
}

static PyObject *tested_ok(PyObject *self, PyObject *it)
{
	iternextfunc next = Py_TYPE(it)->tp_iternext;
	PyObject *r;

	if (next == NULL)
		return PyErr_Format(PyExc_TypeError, "no iterator");
	r = next(it);
	if (!r && !PyErr_Occurred())
		PyErr_SetNone(PyExc_StopIteration);
	return r;
}

/* What every type has of object. */
static PyObject *inherited_ok(PyObject *self, PyObject *o)
{
	return Py_TYPE(o)->tp_repr(o);
}

/* Who calls it may know. */
static PyObject *first(PyObject *o)
{
	return Py_TYPE(o)->tp_as_sequence->sq_item(o, 0);
}

static PyObject *helped_ok(PyObject *self, PyObject *o)
{
	if (!PyList_Check(o) || !PyList_GET_SIZE(o))
		return PyErr_Format(PyExc_TypeError, "no list");
	return first(o);
}

static PyObject *known_ok(PyObject *self, PyObject *o)
{
	if (Py_TYPE(o) != &PyFloat_Type)
		return PyErr_Format(PyExc_TypeError, "no float");
	return Py_TYPE(o)->tp_as_number->nb_int(o);
}

static PyMethodDef methods[] = {
	{ "number", number_bad, METH_O },
	{ "number_ok", number_ok, METH_O },
	{ "unasked", unasked_bad, METH_VARARGS },
	{ "parsed", parsed_bad, METH_VARARGS },
	{ "typed", typed_ok, METH_VARARGS },
	{ "next", (PyCFunction) (void (*)(void)) next_bad, METH_FASTCALL },
	{ "checked", checked_ok, METH_O },
	{ "iterator", iterator_ok, METH_O },
	{ "tested", tested_ok, METH_O },
	{ "inherited", inherited_ok, METH_O },
	{ "helped", helped_ok, METH_O },
	{ "known", known_ok, METH_O },
	{ 0 }
};

PyMethodDef *get_methods(void)
{
	return methods;
}
