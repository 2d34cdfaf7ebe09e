/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a helper borrowed; a static function named as one of the C library's is
 * what its body does. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* helper that returns a borrowed reference */
static PyObject *
find_option(PyObject *opts, const char *name)
{
    if (opts == NULL)
        return NULL;
    PyObject *key = PyUnicode_FromString(name);
    if (key == NULL)
        return NULL;
    PyObject *v = PyDict_GetItemWithError(opts, key);
    Py_DECREF(key);
    return v;
}

static PyObject *
connect(PyObject *self, PyObject *args, PyObject *kwargs)
{
    long timeout = 10;
    PyObject *v = find_option(kwargs, "timeout");
    if (v == NULL) {
        if (PyErr_Occurred())
            return NULL;
    }
    else {
        timeout = PyLong_AsLong(v);
        Py_DECREF(v); // expect: over-release
        if (timeout == -1 && PyErr_Occurred())
            return NULL;
    }
    return PyLong_FromLong(timeout * 2 > 0 ? 1 : 0);
}
static PyMethodDef demo_methods[] = {
    {"connect", (PyCFunction)(void (*)(void))connect, METH_VARARGS | METH_KEYWORDS, NULL},
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
