// SPDX-License-Identifier: GPL-3.0-or-later
// State in every place where it can hide.
// pyrefcheck: args=strict args=disable=unlocked-state
#include <Python.h>

static PyObject *error; // expect: module-state '‘error’'
static PyObject *cache[4]; // expect: module-state '‘cache’'
static struct { PyObject *a, *b; int n; } names; // expect: module-state '‘names’'
static PyTypeObject *type; // expect: module-state '‘type’'
static int counter;
static PyObject *never;

typedef struct { PyObject_HEAD int x; } Thing;
static PyType_Slot slots[] = { {0, NULL} };
static PyType_Spec spec = {"shapes.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, slots};

static PyObject *make(PyObject *m, PyObject *ignored)
{
	static PyObject *once; // expect: module-state '‘once’'

	if (!once)
		once = PyUnicode_InternFromString("once");
	counter++;
	return Py_XNewRef(once);
}

static PyMethodDef methods[] = { {"make", make, METH_NOARGS}, {NULL} };
static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, .m_name = "shapes", .m_size = -1, .m_methods = methods }; // expect: module-state 'm_size' // expect: module-state 'single phase'

PyMODINIT_FUNC PyInit_shapes(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	error = PyErr_NewException("shapes.error", NULL, NULL);
	cache[0] = PyList_New(0);
	names.a = PyUnicode_InternFromString("a");
	type = (PyTypeObject *) PyType_FromSpec(&spec);
	if (!error || !cache[0] || !names.a || !type || PyModule_AddType(m, type) < 0) {
		Py_CLEAR(never);
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
