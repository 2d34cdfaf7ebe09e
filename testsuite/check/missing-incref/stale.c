/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Returning what is borrowed is one defect, whatever became of the lender. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* alias of an owned local that is then released by the tail */
static PyObject *
pick(PyObject *self, PyObject *args)
{
    PyObject *a, *b, *res = NULL;
    if (!PyArg_ParseTuple(args, "OO", &a, &b))
        return NULL;
    PyObject *t = PyTuple_Pack(2, a, b);
    if (t == NULL)
        return NULL;
    int r = PyObject_IsTrue(a);
    if (r < 0)
        goto done;
    res = PyTuple_GET_ITEM(t, r ? 0 : 1);
done:
    Py_DECREF(t);
    return res; // expect: missing-incref
}
static PyMethodDef demo_methods[] = {
    {"pick", (PyCFunction)pick, METH_VARARGS, NULL},
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
