/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PyErr_Occurred lends what PyErr_Clear lets go of. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* borrowed exception type across PyErr_Clear */
static PyObject *
kind_of_error(PyObject *self, PyObject *func)
{
    PyObject *r = PyObject_CallNoArgs(func);
    if (r != NULL) {
        Py_DECREF(r);
        Py_RETURN_NONE;
    }
    if (!PyErr_ExceptionMatches(PyExc_Exception))
        return NULL;
    PyObject *t = PyErr_Occurred();
    PyErr_Clear();
    Py_INCREF(t); // expect: stale-borrow
    return t;
}
static PyMethodDef demo_methods[] = {
    {"kind_of_error", (PyCFunction)kind_of_error, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
static struct PyModuleDef demo_module = {
    PyModuleDef_HEAD_INIT, "demo", NULL, 0, demo_methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC
PyInit_demo(void)
{
    return PyModuleDef_Init(&demo_module);
}
