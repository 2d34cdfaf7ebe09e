// SPDX-License-Identifier: GPL-3.0-or-later
/* PyErr_Occurred gives the class: held against another class it is a look at
 * which exception it is, held against NULL it is none. */
#include <Python.h>

PyObject *stop;

static void end_class_ok(PyObject *it)
{
	Py_DECREF(it);
	if (PyErr_Occurred() == stop)
		PyErr_Clear();
}

static void end_param_ok(PyObject *it, PyObject *kind)
{
	PyObject *type = PyErr_Occurred();

	Py_DECREF(it);
	if (!type || type != kind)
		return;
	PyErr_Clear();
}

static void end_derived_ok(PyObject *it)
{
	PyObject *type = PyErr_Occurred();

	Py_DECREF(it);
	if (type && PyType_IsSubtype((PyTypeObject *) type,
				     (PyTypeObject *) stop))
		PyErr_Clear();
}

/* Another is set in its place. */
static void end_instead_ok(PyObject *it)
{
	Py_DECREF(it);
	PyErr_Clear();
	PyErr_SetString(PyExc_RuntimeError, "no more");
}

static void end_any_bad(PyObject *it)
{
	Py_DECREF(it);
	if (PyErr_Occurred() != NULL)
		PyErr_Clear(); // expect: exception-swallowed 'PyIter_Next'
}

static PyObject *direct_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r && PyErr_Occurred() == stop) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *direct_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r && PyErr_Occurred() != NULL) {
		PyErr_Clear(); // expect: exception-swallowed 'PyObject_CallNoArgs'
		Py_RETURN_NONE;
	}
	return r;
}

#define WALK(name, end) \
static PyObject *name(PyObject *self, PyObject *o) \
{ \
	PyObject *it = PyObject_GetIter(o), *item; \
	\
	if (!it) \
		return NULL; \
	while ((item = PyIter_Next(it))) \
		Py_DECREF(item); \
	end; \
	if (PyErr_Occurred()) \
		return NULL; \
	Py_RETURN_NONE; \
}

WALK (walk_class, end_class_ok(it))
WALK (walk_param, end_param_ok(it, o))
WALK (walk_derived, end_derived_ok(it))
WALK (walk_instead, end_instead_ok(it))
WALK (walk_any, end_any_bad(it))

PyMethodDef methods[] = {
	{ "direct_ok", direct_ok, METH_O, NULL },
	{ "direct_bad", direct_bad, METH_O, NULL },
	{ "walk_class", walk_class, METH_O, NULL },
	{ "walk_param", walk_param, METH_O, NULL },
	{ "walk_derived", walk_derived, METH_O, NULL },
	{ "walk_instead", walk_instead, METH_O, NULL },
	{ "walk_any", walk_any, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
