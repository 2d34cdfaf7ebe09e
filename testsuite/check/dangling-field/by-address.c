/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper that gets the address of a member releases before it empties it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* heap type; close() called by __exit__ through a helper with a pointer to the slot */
typedef struct { PyObject_HEAD PyObject *raw; PyObject *lines; } Rd;
static void
drop(PyObject **slot)
{
    Py_XDECREF(*slot); // expect: dangling-field
    *slot = NULL;
}
static PyObject *
Rd_exit(Rd *self, PyObject *args)
{
    drop(&self->raw);
    drop(&self->lines);
    Py_RETURN_FALSE;
}
static PyObject *
Rd_attach(Rd *self, PyObject *o)
{
    Py_XSETREF(self->raw, Py_NewRef(o));
    Py_RETURN_NONE;
}
static int
Rd_traverse(Rd *self, visitproc visit, void *arg)
{
    Py_VISIT(self->raw);
    Py_VISIT(self->lines);
    return 0;
}
static int
Rd_clear(Rd *self)
{
    Py_CLEAR(self->raw);
    Py_CLEAR(self->lines);
    return 0;
}
static void
Rd_dealloc(Rd *self)
{
    PyObject_GC_UnTrack(self);
    Rd_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyMethodDef Rd_methods[] = {
    {"__exit__", (PyCFunction)Rd_exit, METH_VARARGS, NULL},
    {"attach", (PyCFunction)Rd_attach, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
static PyTypeObject RdType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "demo.Rd",
    .tp_basicsize = sizeof(Rd),
    .tp_new = PyType_GenericNew,
    .tp_dealloc = (destructor)Rd_dealloc,
    .tp_traverse = (traverseproc)Rd_traverse,
    .tp_clear = (inquiry)Rd_clear,
    .tp_methods = Rd_methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
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
