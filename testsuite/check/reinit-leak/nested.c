/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A member of a struct within the instance; emptying another decides nothing. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* nested struct, keyword args, Py_CLEAR of the wrong one */
struct opt { PyObject *enc; PyObject *err; };
typedef struct { PyObject_HEAD struct opt o; } Rd;
static int
Rd_init(Rd *self, PyObject *args, PyObject *kwds)
{
    static char *kwlist[] = {"encoding", "errors", NULL};
    PyObject *enc, *err;
    if (!PyArg_ParseTupleAndKeywords(args, kwds, "UU", kwlist, &enc, &err))
        return -1;
    Py_CLEAR(self->o.enc);
    self->o.enc = Py_NewRef(enc);
    self->o.err = Py_NewRef(err); // expect: reinit-leak
    return 0;
}
static void
Rd_dealloc(Rd *self)
{
    Py_CLEAR(self->o.enc);
    Py_CLEAR(self->o.err);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyTypeObject RdType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "demo.Rd",
    .tp_basicsize = sizeof(Rd),
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)Rd_init,
    .tp_dealloc = (destructor)Rd_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
static PyMethodDef demo_methods[] = {
    {NULL, NULL, 0, NULL}
};
static int
demo_exec(PyObject *m)
{
    if (PyModule_AddType(m, &RdType) < 0)
        return -1;
    return 0;
}
static PyModuleDef_Slot demo_slots[] = {
    {Py_mod_exec, (void *)demo_exec},
    {0, NULL}
};
static struct PyModuleDef demo_module = {
    PyModuleDef_HEAD_INIT, "demo", NULL, 0, demo_methods, demo_slots, NULL, NULL, NULL
};
PyMODINIT_FUNC
PyInit_demo(void)
{
    return PyModuleDef_Init(&demo_module);
}
