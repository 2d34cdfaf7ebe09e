/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An item of a tuple that a field held goes with the tuple. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* tail: Py_SETREF on the owner field drops the borrowed item's owner */
typedef struct { PyObject_HEAD PyObject *row; } Table;
static PyObject *
Table_advance(Table *self, PyObject *next)
{
    if (!PyTuple_CheckExact(next)) {
        PyErr_SetString(PyExc_TypeError, "tuple expected");
        return NULL;
    }
    PyObject *key = Py_None;
    if (self->row != NULL && PyTuple_GET_SIZE(self->row) > 0)
        key = PyTuple_GET_ITEM(self->row, 0);
    Py_INCREF(next);
    Py_XSETREF(self->row, next);
    Py_INCREF(key); // expect: stale-borrow
    return key;
}
static int
Table_traverse(Table *self, visitproc visit, void *arg)
{
    Py_VISIT(self->row);
    return 0;
}
static int
Table_clear(Table *self)
{
    Py_CLEAR(self->row);
    return 0;
}
static void
Table_dealloc(Table *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->row);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyMethodDef Table_methods[] = {
    {"advance", (PyCFunction)Table_advance, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
static PyTypeObject TableType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "demo.Table",
    .tp_basicsize = sizeof(Table),
    .tp_new = PyType_GenericNew,
    .tp_dealloc = (destructor)Table_dealloc,
    .tp_traverse = (traverseproc)Table_traverse,
    .tp_clear = (inquiry)Table_clear,
    .tp_methods = Table_methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
};
static PyMethodDef demo_methods[] = {
    {NULL, NULL, 0, NULL}
};
static int
demo_exec(PyObject *m)
{
    if (PyModule_AddType(m, &TableType) < 0)
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
