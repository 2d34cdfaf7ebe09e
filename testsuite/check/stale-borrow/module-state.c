/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a module's state holds can be set anew by the module's functions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* module state's object while arbitrary code runs */
typedef struct { PyObject *cb; } st_t;
static PyObject *
set_cb(PyObject *m, PyObject *cb)
{
    st_t *st = PyModule_GetState(m);
    Py_XSETREF(st->cb, Py_NewRef(cb));
    Py_RETURN_NONE;
}
static PyObject *
run(PyObject *m, PyObject *arg)
{
    st_t *st = PyModule_GetState(m);
    PyObject *cb = st->cb;
    if (cb == NULL)
        Py_RETURN_NONE;
    int t = PyObject_IsTrue(arg);
    if (t < 0)
        return NULL;
    return t ? PyObject_CallOneArg(cb, arg) : PyObject_CallNoArgs(cb); // expect: stale-borrow // expect: stale-borrow
}
static int
st_traverse(PyObject *m, visitproc visit, void *arg)
{
    st_t *st = PyModule_GetState(m);
    Py_VISIT(st->cb);
    return 0;
}
static int
st_clear(PyObject *m)
{
    st_t *st = PyModule_GetState(m);
    Py_CLEAR(st->cb);
    return 0;
}
static void
st_free(void *m)
{
    st_clear((PyObject *)m);
}
static PyMethodDef st_methods[] = {
    {"set_cb", set_cb, METH_O, NULL},
    {"run", run, METH_O, NULL},
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
