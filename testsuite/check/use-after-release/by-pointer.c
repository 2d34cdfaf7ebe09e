/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper releases through a pointer to the variable, and leaves it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* helper releases through a pointer to the pointer, and leaves it */
static void
drop(PyObject **p)
{
    Py_XDECREF(*p);
}

static PyObject *
encode(PyObject *self, PyObject *args)
{
    PyObject *obj, *res = NULL;
    int raw = 0;
    if (!PyArg_ParseTuple(args, "O|p", &obj, &raw))
        return NULL;
    PyObject *tmp = PyObject_Repr(obj);
    if (tmp == NULL)
        return NULL;
    if (raw)
        res = PyUnicode_AsUTF8String(tmp);
    else
        res = PyUnicode_AsASCIIString(tmp);
    drop(&tmp);
    if (res == NULL && tmp != NULL)
        PySys_WriteStderr("cannot encode %zd chars\n", PyUnicode_GET_LENGTH(tmp)); // expect: use-after-release
    return res;
}
static PyMethodDef demo_methods[] = {
    {"encode", (PyCFunction)encode, METH_VARARGS, NULL},
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
