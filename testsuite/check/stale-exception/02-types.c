// SPDX-License-Identifier: GPL-3.0-or-later
/* Slots: 0, 1 and -1 by convention. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	long n;
	PyObject *name;
} Thing;

static int thing_init_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	long n;

	if (!PyArg_ParseTuple(args, "l", &n))
		return 0; // expect: stale-exception 'PyArg_ParseTuple'
	((Thing *) self)->n = n;
	return 0;
}

static int other_init_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	long n;

	if (!PyArg_ParseTuple(args, "l", &n))
		return -1;
	((Thing *) self)->n = n;
	return 0;
}

static int thing_set_n_bad(PyObject *self, PyObject *value, void *closure)
{
	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "n cannot be deleted");
		return 0; // expect: stale-exception 'PyErr_SetString'
	}
	((Thing *) self)->n = PyLong_AsLong(value);
	return PyErr_Occurred() ? -1 : 0;
}

static int other_set_n_ok(PyObject *self, PyObject *value, void *closure)
{
	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "n cannot be deleted");
		return -1;
	}
	((Thing *) self)->n = PyLong_AsLong(value);
	return PyErr_Occurred() ? -1 : 0;
}

static int thing_contains_bad(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return 0; // expect: stale-exception 'PyLong_AsLong'
	return n == ((Thing *) self)->n;
}

static int other_contains_ok(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return -1;
	return n == ((Thing *) self)->n;
}

static Py_ssize_t thing_length_bad(PyObject *self)
{
	PyObject *s = PyObject_Str(((Thing *) self)->name
				   ? ((Thing *) self)->name : Py_None);
	Py_ssize_t n;

	if (!s)
		return 0; // expect: stale-exception 'PyObject_Str'
	n = PyUnicode_GetLength(s);
	Py_DECREF(s);
	return n;
}

static Py_ssize_t other_length_ok(PyObject *self)
{
	PyObject *s = PyObject_Str(((Thing *) self)->name
				   ? ((Thing *) self)->name : Py_None);
	Py_ssize_t n;

	if (!s)
		return -1;
	n = PyUnicode_GetLength(s);
	Py_DECREF(s);
	return n;
}

static int thing_bool_bad(PyObject *self)
{
	if (((Thing *) self)->n < 0) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return 1; // expect: stale-exception 'PyErr_SetString'
	}
	return ((Thing *) self)->n > 0;
}

static int other_bool_ok(PyObject *self)
{
	if (((Thing *) self)->n < 0) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return -1;
	}
	return ((Thing *) self)->n > 0;
}

static PyObject *other_next_ok(PyObject *self)
{
	PyObject *r = PyObject_CallMethod(((Thing *) self)->name
					  ? ((Thing *) self)->name : Py_None,
					  "next", NULL);

	if (!r && PyErr_ExceptionMatches(PyExc_StopIteration))
		PyErr_Clear();
	return r;
}

static void thing_dealloc(PyObject *self)
{
	Py_XDECREF(((Thing *) self)->name);
	Py_TYPE(self)->tp_free(self);
}

static PyGetSetDef thing_getset[] = {
	{ "n", NULL, thing_set_n_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyGetSetDef other_getset[] = {
	{ "n", NULL, other_set_n_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PySequenceMethods thing_sequence = {
	.sq_length = thing_length_bad, .sq_contains = thing_contains_bad,
};

static PySequenceMethods other_sequence = {
	.sq_length = other_length_ok, .sq_contains = other_contains_ok,
};

static PyNumberMethods thing_number = { .nb_bool = thing_bool_bad };
static PyNumberMethods other_number = { .nb_bool = other_bool_ok };

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "types.Thing", .tp_basicsize = sizeof (Thing),
	.tp_new = PyType_GenericNew, .tp_init = thing_init_bad,
	.tp_dealloc = thing_dealloc, .tp_getset = thing_getset,
	.tp_as_sequence = &thing_sequence, .tp_as_number = &thing_number,
};

static PyTypeObject other_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "types.Other", .tp_basicsize = sizeof (Thing),
	.tp_new = PyType_GenericNew, .tp_init = other_init_ok,
	.tp_iter = PyObject_SelfIter, .tp_iternext = other_next_ok,
	.tp_dealloc = thing_dealloc, .tp_getset = other_getset,
	.tp_as_sequence = &other_sequence, .tp_as_number = &other_number,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "types", NULL, 0, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_types(void)
{
	if (PyType_Ready(&thing_type) < 0 || PyType_Ready(&other_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
