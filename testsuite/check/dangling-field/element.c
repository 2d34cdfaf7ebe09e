/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An element of an array field. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* array of object fields */
#define NHANDLERS 4
typedef struct { PyObject_HEAD PyObject *handlers[NHANDLERS]; } Expat;
static PyObject *
Expat_set(Expat *self, PyObject *args)
{
    int i;
    PyObject *h;
    if (!PyArg_ParseTuple(args, "iO", &i, &h))
        return NULL;
    if (i < 0 || i >= NHANDLERS) {
        PyErr_SetString(PyExc_IndexError, "no such handler");
        return NULL;
    }
    Py_XDECREF(self->handlers[i]); // expect: dangling-field
    Py_INCREF(h);
    self->handlers[i] = h;
    Py_RETURN_NONE;
}
static int
Expat_traverse(Expat *self, visitproc visit, void *arg)
{
    for (int i = 0; i < NHANDLERS; i++)
        Py_VISIT(self->handlers[i]);
    return 0;
}
static int
Expat_clear(Expat *self)
{
    for (int i = 0; i < NHANDLERS; i++)
        Py_CLEAR(self->handlers[i]);
    return 0;
}
static void
Expat_dealloc(Expat *self)
{
    PyObject_GC_UnTrack(self);
    Expat_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyMethodDef Expat_methods[] = {
    {"set", (PyCFunction)Expat_set, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}
};
static PyTypeObject ExpatType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "demo.Expat",
    .tp_basicsize = sizeof(Expat),
    .tp_new = PyType_GenericNew,
    .tp_dealloc = (destructor)Expat_dealloc,
    .tp_traverse = (traverseproc)Expat_traverse,
    .tp_clear = (inquiry)Expat_clear,
    .tp_methods = Expat_methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
};
static PyMethodDef demo_methods[] = {
    {NULL, NULL, 0, NULL}
};
static int
demo_exec(PyObject *m)
{
    if (PyModule_AddType(m, &ExpatType) < 0)
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
