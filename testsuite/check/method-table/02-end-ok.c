// SPDX-License-Identifier: GPL-3.0-or-later
/* Ends by {NULL}, by {0}, by an empty row, by designated initializers. */
#include <Python.h>

static PyObject *noop(PyObject *self, PyObject *unused)
{
	Py_RETURN_NONE;
}

static PyMethodDef a[] = { {"noop", noop, METH_NOARGS, NULL}, {NULL} };
static PyMethodDef b[] = { {"noop", noop, METH_NOARGS}, {0} };
static PyMethodDef c[3] = { {"noop", noop, METH_NOARGS} };
static PyMethodDef d[] = {
	{.ml_name = "noop", .ml_meth = noop, .ml_flags = METH_NOARGS},
	{.ml_name = NULL, .ml_meth = NULL, .ml_flags = 0, .ml_doc = NULL},
};
/* Not walked at all: elements are used one by one. */
static PyMethodDef single[] = { {"noop", noop, METH_NOARGS, NULL} };

static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, a };
static struct PyModuleDef def2 = { PyModuleDef_HEAD_INIT, "m", NULL, 0, b };
static struct PyModuleDef def3 = { PyModuleDef_HEAD_INIT, "m", NULL, 0, c };

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&def);

	if (m && PyModule_AddFunctions(m, d) < 0)
		Py_CLEAR(m);
	return m;
}
PyObject *make_single(void) { return PyCFunction_New(&single[0], NULL); }
PyMODINIT_FUNC PyInit_m2(void) { return PyModule_Create(&def2); }
PyMODINIT_FUNC PyInit_m3(void) { return PyModule_Create(&def3); }
