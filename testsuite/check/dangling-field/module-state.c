/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field of the module's state. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* module state cleared by m_clear */
typedef struct { PyObject *hook; } state;
static PyObject *
set_hook(PyObject *m, PyObject *arg)
{
    state *st = PyModule_GetState(m);
    Py_XDECREF(st->hook); // expect: dangling-field
    st->hook = Py_NewRef(arg);
    Py_RETURN_NONE;
}
static PyObject *
run_hook(PyObject *m, PyObject *Py_UNUSED(ignored))
{
    state *st = PyModule_GetState(m);
    if (st->hook == NULL)
        Py_RETURN_NONE;
    PyObject *h = Py_NewRef(st->hook);
    PyObject *r = PyObject_CallNoArgs(h);
    Py_DECREF(h);
    return r;
}
static int
m_traverse(PyObject *m, visitproc visit, void *arg)
{
    state *st = PyModule_GetState(m);
    Py_VISIT(st->hook);
    return 0;
}
static int
m_clear(PyObject *m)
{
    state *st = PyModule_GetState(m);
    Py_CLEAR(st->hook);
    return 0;
}
static void
m_free(void *m)
{
    m_clear((PyObject *)m);
}
static PyMethodDef st_methods[] = {
    {"set_hook", set_hook, METH_O, NULL},
    {"run_hook", run_hook, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};
static struct PyModuleDef st_module = {
    PyModuleDef_HEAD_INIT, "st", NULL, sizeof(state), st_methods, NULL, m_traverse, m_clear, m_free
};
PyMODINIT_FUNC
PyInit_st(void)
{
    return PyModuleDef_Init(&st_module);
}
