/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A member function of the instance's struct, called by a method. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* C++ class with a member function */
struct Node {
    PyObject_HEAD
    PyObject *payload;
    void reset(PyObject *v) {
        Py_XDECREF(payload); // expect: dangling-field
        payload = v;
    }
};
static PyObject *
Node_assign(PyObject *op, PyObject *v)
{
    reinterpret_cast<Node *>(op)->reset(Py_NewRef(v));
    Py_RETURN_NONE;
}
static int
Node_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(reinterpret_cast<Node *>(op)->payload);
    return 0;
}
static int
Node_clear(PyObject *op)
{
    Node *self = reinterpret_cast<Node *>(op);
    Py_CLEAR(self->payload);
    return 0;
}
static void
Node_dealloc(PyObject *op)
{
    PyTypeObject *tp = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    Node_clear(op);
    tp->tp_free(op);
    Py_DECREF(tp);
}
static int
Node_traverse_type(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    return Node_traverse(op, visit, arg);
}
static PyMethodDef Node_methods[] = {
    {"assign", Node_assign, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr}
};
static PyType_Slot Node_slots[] = {
    {Py_tp_dealloc, (void *)Node_dealloc},
    {Py_tp_traverse, (void *)Node_traverse_type},
    {Py_tp_clear, (void *)Node_clear},
    {Py_tp_methods, (void *)Node_methods},
    {0, nullptr}
};
static PyType_Spec Node_spec = {
    "demo.Node", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Node_slots
};
static int
ex(PyObject *m)
{
    PyObject *t = PyType_FromSpec(&Node_spec);
    if (!t)
        return -1;
    int rc = PyModule_AddObjectRef(m, "Node", t);
    Py_DECREF(t);
    return rc;
}
static PyMethodDef demo_methods[] = {
    {NULL, NULL, 0, NULL}
};
static PyModuleDef_Slot demo_slots[] = {
    {Py_mod_exec, (void *)ex},
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
