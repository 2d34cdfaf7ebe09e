// SPDX-License-Identifier: GPL-3.0-or-later
/* References that are taken in a loop after all items were put in; static
 * types in variables that nobody releases. */
// From Python 3.13 on the headers make a static type immortal (object.h,
// PyObject_HEAD_INIT).
// pyrefcheck: skip-if=python>=3.13
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *names, *values;
} Row;

static void row_dealloc(Row *self)
{
	Py_XDECREF(self->names);
	Py_XDECREF(self->values);
	PyObject_Free(self);
}

static PyObject *state_ok(Row *self, PyObject *unused)
{
	PyObject *state = PyTuple_New(2);
	Py_ssize_t i;

	if (!state)
		return NULL;
	PyTuple_SET_ITEM(state, 0, self->names);
	PyTuple_SET_ITEM(state, 1, self->values);
	for (i = 0; i < PyTuple_GET_SIZE(state); i++)
		Py_XINCREF(PyTuple_GET_ITEM(state, i));
	return state;
}

static PyObject *state_bad(Row *self, PyObject *unused)
{
	PyObject *state = PyTuple_New(2);

	if (!state)
		return NULL;
	Py_INCREF(self->names);
	PyTuple_SET_ITEM(state, 0, self->names);
	PyTuple_SET_ITEM(state, 1, self->values); // expect: missing-incref 'self->values'
	return state;
}

static PyMethodDef row_methods[] = {
	{ "state", (PyCFunction)state_ok, METH_NOARGS, NULL },
	{ "state_bad", (PyCFunction)state_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Row_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Row",
	.tp_basicsize = sizeof(Row),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)row_dealloc,
	.tp_methods = row_methods,
};

/* Never released: the types are there for ever. */
PyObject *row_type;
/* Released where another is set. */
PyObject *factory;

static PyObject *set_factory(PyObject *module, PyObject *arg)
{
	PyObject *old = factory;

	Py_INCREF(arg);
	factory = arg;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *clear_factory(PyObject *module, PyObject *unused)
{
	PyObject *old = factory;

	factory = (PyObject *)&Row_Type; // expect: missing-incref 'factory'
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "set_factory", set_factory, METH_O, NULL },
	{ "clear_factory", clear_factory, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "m", NULL, -1,
	methods, NULL, NULL, NULL, NULL };

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m;

	if (PyType_Ready(&Row_Type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	row_type = (PyObject *)&Row_Type;
	if (PyModule_AddObjectRef(m, "Row", row_type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
