/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A variable that a second call sets again without a look. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* module-level init function called by Python more than once */
static PyObject *registry;
static char *workspace;
static PyObject *
setup(PyObject *self, PyObject *args)
{
    Py_ssize_t n = 256;
    if (!PyArg_ParseTuple(args, "|n", &n))
        return NULL;
    if (n < 1 || n > 65536) {
        PyErr_SetString(PyExc_ValueError, "n");
        return NULL;
    }
    PyObject *d = PyDict_New();
    if (d == NULL)
        return NULL;
    char *w = PyMem_Malloc((size_t)n);
    if (w == NULL) {
        Py_DECREF(d);
        return PyErr_NoMemory();
    }
    workspace = w;
    registry = d; // expect: reference-leak
    Py_RETURN_NONE;
}
static PyMethodDef demo_methods[] = {
    {"setup", (PyCFunction)setup, METH_VARARGS, NULL},
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
