/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Py_BuildValue releases what N gets, also when it fails. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Py_BuildValue N consumed the object also when it failed */
static PyObject *
packet(PyObject *self, PyObject *arg)
{
    PyObject *data = PyObject_Bytes(arg);
    if (data == NULL)
        return NULL;
    PyObject *t = Py_BuildValue("(sN)", "data", data);
    if (t == NULL) {
        PySys_WriteStderr("lost %zd bytes\n", PyBytes_GET_SIZE(data)); // expect: use-after-release
        return NULL;
    }
    return t;
}
static PyMethodDef demo_methods[] = {
    {"packet", (PyCFunction)packet, METH_O, NULL},
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
