/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The array of a list's items is read anew after each append. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* the array behind a list is kept over an append */
static PyObject *
double_up(PyObject *self, PyObject *list)
{
    if (!PyList_CheckExact(list)) {
        PyErr_SetString(PyExc_TypeError, "list expected");
        return NULL;
    }
    Py_ssize_t i, n = PyList_GET_SIZE(list);
    for (i = 0; i < n; i++) {
        if (PyList_Append(list, PyList_GET_ITEM(list, i)) < 0)
            return NULL;
    }
    Py_RETURN_NONE;
}
static PyMethodDef demo_methods[] = {
    {"double_up", (PyCFunction)double_up, METH_O, NULL},
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
