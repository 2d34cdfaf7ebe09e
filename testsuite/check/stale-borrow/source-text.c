/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source text that runs can take a module out of sys.modules. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* PyImport_AddModule's borrowed module over exec */
static PyObject *
run_in_main(PyObject *self, PyObject *args)
{
    const char *code;
    if (!PyArg_ParseTuple(args, "s", &code))
        return NULL;
    PyObject *m = PyImport_AddModule("__main__");
    if (m == NULL)
        return NULL;
    PyObject *d = PyModule_GetDict(m);
    PyObject *r = PyRun_String(code, Py_file_input, d, d);
    if (r == NULL)
        return NULL;
    Py_DECREF(r);
    return PyObject_GetAttrString(m, "result"); // expect: stale-borrow
}
static PyMethodDef demo_methods[] = {
    {"run_in_main", (PyCFunction)run_in_main, METH_VARARGS, NULL},
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
