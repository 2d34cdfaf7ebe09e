// SPDX-License-Identifier: GPL-3.0-or-later
/* Initialisation and destructors. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *on_close;
} Thing;

/* A destructor has nobody to tell; it says so. */
static void thing_dealloc_ok(PyObject *self)
{
	Thing *t = (Thing *) self;
	PyObject *type, *value, *tb;

	PyErr_Fetch(&type, &value, &tb);
	if (t->on_close) {
		PyObject *r = PyObject_CallNoArgs(t->on_close);

		if (!r)
			PyErr_WriteUnraisable(t->on_close);
		Py_XDECREF(r);
	}
	PyErr_Restore(type, value, tb);
	Py_XDECREF(t->on_close);
	Py_TYPE(self)->tp_free(self);
}

static int thing_init_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	PyObject *o = NULL;

	PyArg_ParseTuple(args, "|O", &o); // expect: unchecked-error 'PyArg_ParseTuple'
	Py_XSETREF(((Thing *) self)->on_close, Py_XNewRef(o));
	return 0;
}

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "module.Thing", .tp_basicsize = sizeof (Thing),
	.tp_new = PyType_GenericNew, .tp_init = thing_init_bad,
	.tp_dealloc = thing_dealloc_ok,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "module", NULL, 0, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_module(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	if (PyType_Ready(&thing_type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	/* Customarily ignored: only memory can be short. */
	PyModule_AddIntConstant(m, "version", 1);
	return m;
}
