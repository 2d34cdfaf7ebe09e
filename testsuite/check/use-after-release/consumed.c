/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper that gets the caller's only reference. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* thread state: callback and its argument released before the report */
static void
call_hook(PyObject *hook, PyObject *arg)
{
    PyObject *r = PyObject_CallOneArg(hook, arg);
    Py_DECREF(hook);
    if (r == NULL)
        PyErr_WriteUnraisable(hook); // expect: use-after-release
    else
        Py_DECREF(r);
}
static PyObject *
fire(PyObject *self, PyObject *args)
{
    PyObject *o, *arg;
    if (!PyArg_ParseTuple(args, "OO", &o, &arg))
        return NULL;
    PyObject *hook = PyObject_GetAttrString(o, "hook");
    if (hook == NULL)
        return NULL;
    call_hook(hook, arg);
    Py_RETURN_NONE;
}
static PyMethodDef demo_methods[] = {
    {"fire", (PyCFunction)fire, METH_VARARGS, NULL},
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
