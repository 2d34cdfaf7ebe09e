// SPDX-License-Identifier: GPL-3.0-or-later
/* A str, number or list that the unit made itself has no methods of its own:
 * its hash, comparison and size do not fail. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *label;	/* made here */
	PyObject *given;	/* by whoever calls */
	PyObject *depth;
} Obj;

static PyObject *name_key, *cache, *last;

static int setup(void)
{
	name_key = PyUnicode_InternFromString("name");
	cache = PyDict_New();
	return name_key && cache ? 0 : -1;
}

static PyObject *numbered(long n)
{
	return PyUnicode_FromFormat("n%ld", n);
}

static PyObject *by_variable_ok(PyObject *self, PyObject *unused)
{
	if (PyDict_Contains(cache, name_key))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *by_helper_ok(PyObject *self, PyObject *unused)
{
	PyObject *k = numbered(3);
	int found;

	if (!k)
		return NULL;
	found = PyDict_Contains(cache, k) ? 1 : 0;
	Py_DECREF(k);
	return PyLong_FromLong(found);
}

static PyObject *by_argument_bad(PyObject *self, PyObject *arg)
{
	if (PyDict_Contains(cache, arg)) // expect: error-as-truth 'PyDict_Contains'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

/* The keys of the caller's dictionary can have comparisons of their own. */
static PyObject *in_argument_bad(PyObject *self, PyObject *arg)
{
	if (!PyDict_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a dictionary is due");
		return NULL;
	}
	if (PyDict_Contains(arg, name_key)) // expect: error-as-truth 'PyDict_Contains'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *keep_last(PyObject *self, PyObject *arg)
{
	Py_XSETREF(last, Py_NewRef(arg));
	Py_RETURN_NONE;
}

static PyObject *by_kept_argument_bad(PyObject *self, PyObject *unused)
{
	if (last && PyDict_Contains(cache, last)) // expect: error-as-truth 'PyDict_Contains'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static int obj_init(Obj *self, PyObject *args, PyObject *kwds)
{
	PyObject *given;

	if (!PyArg_ParseTuple(args, "U", &given))
		return -1;
	Py_XSETREF(self->label, PyUnicode_FromString("label"));
	Py_XSETREF(self->given, Py_NewRef(given));
	Py_XSETREF(self->depth, PyLong_FromLong(4));
	return self->label && self->depth ? 0 : -1;
}

static PyObject *obj_has_label_ok(Obj *self, PyObject *unused)
{
	if (self->label && PyDict_Contains(cache, self->label))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

/* A subclass of str can be passed. */
static PyObject *obj_has_given_bad(Obj *self, PyObject *unused)
{
	if (self->given && PyDict_Contains(cache, self->given)) // expect: error-as-truth 'PyDict_Contains'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *obj_depth_ok(Obj *self, PyObject *unused)
{
	if (!self->depth)
		Py_RETURN_NONE;
	if (PyLong_AsLong(self->depth))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *keys_ok(PyObject *self, PyObject *arg)
{
	PyObject *l, *it, *k;

	if (!PyDict_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a dictionary is due");
		return NULL;
	}
	l = PyDict_Keys(arg);
	if (!l)
		return NULL;
	if (PyObject_Size(l)) {
		it = PyObject_GetIter(l);
		Py_DECREF(l);
		if (!it)
			return NULL;
		while ((k = PyIter_Next(it)))
			Py_DECREF(k);
		Py_DECREF(it);
		Py_RETURN_TRUE;
	}
	Py_DECREF(l);
	Py_RETURN_FALSE;
}

static PyObject *obj_new(PyTypeObject *t, PyObject *args, PyObject *kwds)
{
	return t->tp_alloc(t, 0);
}

static void obj_dealloc(Obj *self)
{
	Py_XDECREF(self->label);
	Py_XDECREF(self->given);
	Py_XDECREF(self->depth);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyMethodDef obj_methods[] = {
	{ "has_label", (PyCFunction) obj_has_label_ok, METH_NOARGS, NULL },
	{ "has_given", (PyCFunction) obj_has_given_bad, METH_NOARGS, NULL },
	{ "depth", (PyCFunction) obj_depth_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyTypeObject Obj_Type = {
	.ob_base = { PyObject_HEAD_INIT(NULL) 0 },
	.tp_name = "made.Obj",
	.tp_basicsize = sizeof(Obj),
	.tp_dealloc = (destructor) obj_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = obj_methods,
	.tp_init = (initproc) obj_init,
	.tp_new = obj_new,
};

static PyMethodDef methods[] = {
	{ "a", by_variable_ok, METH_NOARGS, NULL },
	{ "b", by_helper_ok, METH_NOARGS, NULL },
	{ "c", by_argument_bad, METH_O, NULL },
	{ "d", in_argument_bad, METH_O, NULL },
	{ "e", keep_last, METH_O, NULL },
	{ "f", by_kept_argument_bad, METH_NOARGS, NULL },
	{ "g", keys_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "made", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};

PyMODINIT_FUNC PyInit_made(void)
{
	PyObject *m;

	if (setup() < 0 || PyType_Ready(&Obj_Type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (m && PyModule_AddObjectRef(m, "Obj", (PyObject *) &Obj_Type) < 0)
		Py_CLEAR(m);
	return m;
}
