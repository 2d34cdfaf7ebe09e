/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releasing a str runs nothing; what makes its successor does. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* decref, then compute the new value, that can fail: freed pointer stays */
typedef struct { PyObject_HEAD PyObject *text; } Label;
static PyObject *
Label_update(Label *self, PyObject *arg)
{
    Py_XDECREF(self->text); // expect: dangling-field
    self->text = PyObject_Str(arg);
    if (self->text == NULL)
        return NULL;
    Py_RETURN_NONE;
}
static PyObject *
Label_str(Label *self)
{
    if (self->text == NULL)
        return PyUnicode_FromString("");
    return Py_NewRef(self->text);
}
static void
Label_dealloc(Label *self)
{
    Py_XDECREF(self->text);
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static PyMethodDef Label_methods[] = {
    {"update", (PyCFunction)Label_update, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
static PyTypeObject LabelType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "demo.Label",
    .tp_basicsize = sizeof(Label),
    .tp_new = PyType_GenericNew,
    .tp_dealloc = (destructor)Label_dealloc,
    .tp_str = (reprfunc)Label_str,
    .tp_methods = Label_methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
static PyMethodDef demo_methods[] = {
    {NULL, NULL, 0, NULL}
};
static int
demo_exec(PyObject *m)
{
    if (PyModule_AddType(m, &LabelType) < 0)
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
