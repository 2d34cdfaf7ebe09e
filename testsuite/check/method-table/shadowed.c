// SPDX-License-Identifier: GPL-3.0-or-later
// Names that a slot of the type fills first: nobody calls the method.
#include <Python.h>

static Py_ssize_t len(PyObject *self) { return 0; }
static PyObject *text(PyObject *self, PyObject *args, PyObject *kwargs) { if (kwargs) Py_RETURN_NONE; return PyUnicode_FromString("x"); }
static PyObject *repr(PyObject *self) { return PyUnicode_FromString("y"); }

static PySequenceMethods sequence = { .sq_length = len };

static PyMethodDef methods[] = {
	{"__len__", (PyCFunction) (void (*)(void)) len, METH_NOARGS, NULL},
	{"__repr__", (PyCFunction) (void (*)(void)) text, METH_NOARGS, NULL},
	{"size", (PyCFunction) (void (*)(void)) len, METH_NOARGS, NULL}, // expect: method-table 'returns ‘Py_ssize_t’'
	{"__str__", (PyCFunction) (void (*)(void)) text, METH_NOARGS, NULL}, // expect: method-table 'takes 3 arguments'
	{NULL}
};

static PyTypeObject type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "shadowed.T",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_sequence = &sequence,
	.tp_repr = repr,
	.tp_methods = methods,
};

/* METH_COEXIST takes the place of the wrapper. */
static PyMethodDef coexisting[] = {
	{"__len__", (PyCFunction) (void (*)(void)) len, METH_NOARGS | METH_COEXIST, NULL}, // expect: method-table 'returns ‘Py_ssize_t’'
	{NULL}
};

static PyTypeObject coexists = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "shadowed.C",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_sequence = &sequence,
	.tp_methods = coexisting,
};

/* Of two types that share a table one has the slot. */
static PyMethodDef shared[] = {
	{"__len__", (PyCFunction) (void (*)(void)) len, METH_NOARGS, NULL}, // expect: method-table 'returns ‘Py_ssize_t’'
	{NULL}
};

static PyTypeObject with = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "shadowed.With",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_as_sequence = &sequence,
	.tp_methods = shared,
};

static PyTypeObject without = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "shadowed.Without",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = shared,
};

static PyTypeObject *const types[] = { &type, &coexists, &with, &without };

/* The table of a heap type. */
static PyMethodDef heap_methods[] = {
	{"__len__", (PyCFunction) (void (*)(void)) len, METH_NOARGS, NULL},
	{"__bool__", (PyCFunction) (void (*)(void)) len, METH_NOARGS, NULL}, // expect: method-table 'returns ‘Py_ssize_t’'
	{NULL}
};

static PyType_Slot slots[] = {
	{Py_mp_length, len},
	{Py_tp_methods, heap_methods},
	{0, NULL}
};

static PyType_Spec spec = {
	"shadowed.Heap", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots,
};

static int add(PyObject *module)
{
	PyObject *t;
	size_t i;

	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (PyModule_AddType(module, types[i]) < 0)
			return -1;
	t = PyType_FromModuleAndSpec(module, &spec, NULL);
	if (!t)
		return -1;
	i = PyModule_AddType(module, (PyTypeObject *) t);
	Py_DECREF(t);
	return (int) i;
}

static PyModuleDef_Slot module_slots[] = { {Py_mod_exec, add}, {0, NULL} };

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "shadowed", NULL, 0, NULL, module_slots,
};

PyMODINIT_FUNC PyInit_shadowed(void)
{
	return PyModuleDef_Init(&module);
}
