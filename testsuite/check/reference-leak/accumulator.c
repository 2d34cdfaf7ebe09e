/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An accumulator gets another value in a loop. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* PyNumber_InPlaceAdd result overwrites the accumulator */
static PyObject *
accumulate(PyObject *self, PyObject *seq)
{
    PyObject *total = PyLong_FromLong(0);
    if (total == NULL)
        return NULL;
    PyObject *it = PyObject_GetIter(seq);
    if (it == NULL) {
        Py_DECREF(total);
        return NULL;
    }
    PyObject *item;
    while ((item = PyIter_Next(it)) != NULL) {
        PyObject *tmp = PyNumber_InPlaceAdd(total, item);
        Py_DECREF(item);
        if (tmp == NULL) {
            Py_DECREF(total);
            Py_DECREF(it);
            return NULL;
        }
        total = tmp; // expect: reference-leak
    }
    Py_DECREF(it);
    if (PyErr_Occurred()) {
        Py_DECREF(total);
        return NULL;
    }
    return total;
}
static PyMethodDef demo_methods[] = {
    {"accumulate", (PyCFunction)accumulate, METH_O, NULL},
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
