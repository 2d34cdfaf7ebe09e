/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of an item ends with the item. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* PyUnicode_AsUTF8 of an attribute of an object used after setattr */
static PyObject *
rename_obj(PyObject *self, PyObject *args)
{
    PyObject *d, *value;
    if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &value))
        return NULL;
    PyObject *name = PyDict_GetItemString(d, "name");
    if (name == NULL || !PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "no name");
        return NULL;
    }
    const char *s = PyUnicode_AsUTF8(name);
    if (s == NULL)
        return NULL;
    if (PyDict_SetItemString(d, "name", value) < 0)
        return NULL;
    return PyUnicode_FromFormat("%s renamed", s); // expect: stale-borrow
}
static PyMethodDef demo_methods[] = {
    {"rename_obj", (PyCFunction)rename_obj, METH_VARARGS, NULL},
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
