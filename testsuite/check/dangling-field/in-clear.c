/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tp_clear runs while everybody still sees the object. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* tp_clear with Py_XDECREF */
typedef struct { PyObject_HEAD PyObject *a; PyObject *b; } Two;
static PyObject *
Two_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    PyObject *a, *b;
    if (!PyArg_ParseTuple(args, "OO", &a, &b))
        return NULL;
    Two *self = (Two *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->a = Py_NewRef(a);
    self->b = Py_NewRef(b);
    return (PyObject *)self;
}
static PyObject *
Two_get_a(Two *self, void *closure)
{
    return Py_NewRef(self->a ? self->a : Py_None);
}
static int
Two_traverse(Two *self, visitproc visit, void *arg)
{
    Py_VISIT(self->a);
    Py_VISIT(self->b);
    return 0;
}
static int
Two_clear(Two *self)
{
    Py_XDECREF(self->a); // expect: dangling-field
    self->a = NULL;
    Py_CLEAR(self->b);
    return 0;
}
static void
Two_dealloc(Two *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->a);
    Py_XDECREF(self->b);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyGetSetDef Two_getset[] = {
    {"a", (getter)Two_get_a, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}
};
static PyTypeObject TwoType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "demo.Two",
    .tp_basicsize = sizeof(Two),
    .tp_new = Two_new,
    .tp_dealloc = (destructor)Two_dealloc,
    .tp_traverse = (traverseproc)Two_traverse,
    .tp_clear = (inquiry)Two_clear,
    .tp_getset = Two_getset,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
};
static PyMethodDef demo_methods[] = {
    {NULL, NULL, 0, NULL}
};
static int
demo_exec(PyObject *m)
{
    if (PyModule_AddType(m, &TwoType) < 0)
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
