// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows and ends that code fills in, in this unit or behind a pointer. */
#include <Python.h>

static PyObject *f(PyObject *self, PyObject *args) { Py_RETURN_NONE; }

static PyMethodDef filled[2] = { {"a", f, METH_VARARGS, NULL}, {"b", f, 0, NULL} };
static PyMethodDef copied[2];
extern PyMethodDef elsewhere[];
static const PyMethodDef pattern = {"p", f, METH_VARARGS, NULL};

static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, filled };
static struct PyModuleDef def2 = { PyModuleDef_HEAD_INIT, "m", NULL, 0, copied };
static struct PyModuleDef def3 = { PyModuleDef_HEAD_INIT, "m", NULL, 0, elsewhere };

PyMODINIT_FUNC PyInit_m(void)
{
	filled[1].ml_name = NULL;
	filled[1].ml_flags = METH_VARARGS;
	return PyModule_Create(&def);
}

PyMODINIT_FUNC PyInit_n(void)
{
	copied[0] = pattern;
	return PyModule_Create(&def2);
}

PyMODINIT_FUNC PyInit_o(void)
{
	return PyModule_Create(&def3);
}
