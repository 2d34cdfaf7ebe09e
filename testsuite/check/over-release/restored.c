/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An exception that was put back is the thread's. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* PyErr_Restore consumed the triple */
static PyObject *
guard(PyObject *self, PyObject *func)
{
    PyObject *res = PyObject_CallNoArgs(func);
    if (res != NULL)
        return res;
    PyObject *t, *v, *tb;
    PyErr_Fetch(&t, &v, &tb);
    PySys_WriteStderr("guard: failed\n");
    PyErr_Restore(t, v, tb);
    Py_XDECREF(tb); // expect: over-release
    return NULL;
}
static PyMethodDef demo_methods[] = {
    {"guard", (PyCFunction)guard, METH_O, NULL},
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
