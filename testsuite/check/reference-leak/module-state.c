/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field of the module's state that a setter overwrites. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* module state overwritten by a setter function */
typedef struct { PyObject *hook; } st_t;
static PyObject *
set_hook(PyObject *m, PyObject *f)
{
    st_t *st = PyModule_GetState(m);
    Py_INCREF(f);
    st->hook = f; // expect: reference-leak
    Py_RETURN_NONE;
}
static int
st_traverse(PyObject *m, visitproc visit, void *arg)
{
    st_t *st = PyModule_GetState(m);
    Py_VISIT(st->hook);
    return 0;
}
static int
st_clear(PyObject *m)
{
    st_t *st = PyModule_GetState(m);
    Py_CLEAR(st->hook);
    return 0;
}
static void
st_free(void *m)
{
    st_clear((PyObject *)m);
}
static PyMethodDef st_methods[] = {
    {"set_hook", set_hook, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
static struct PyModuleDef st_module = {
    PyModuleDef_HEAD_INIT, "st", NULL, sizeof(st_t), st_methods, NULL, st_traverse, st_clear, st_free
};
PyMODINIT_FUNC
PyInit_st(void)
{
    return PyModuleDef_Init(&st_module);
}
