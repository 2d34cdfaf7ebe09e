/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the destructor gives back with delete. */
#include <Python.h>

#include <vector>
#include <new>
struct Hist {
    PyObject_HEAD
    std::vector<long> *bins;
};
static int
init_bad(PyObject *op, PyObject *args, PyObject *kwds)
{
    Hist *self = reinterpret_cast<Hist *>(op);
    auto *v = new (std::nothrow) std::vector<long>();
    if (!v) {
        PyErr_NoMemory();
        return -1;
    }
    self->bins = v; // expect: reinit-leak 'bins'
    return 0;
}
static void
Hist_dealloc(PyObject *op)
{
    delete reinterpret_cast<Hist *>(op)->bins;
    PyTypeObject *tp = Py_TYPE(op);
    tp->tp_free(op);
    Py_DECREF(tp);
}
static PyType_Slot Hist_slots[] = {
    {Py_tp_init, (void *)init_bad},
    {Py_tp_dealloc, (void *)Hist_dealloc},
    {0, nullptr}
};
static PyType_Spec Hist_spec = {
    "demo.Hist", sizeof(Hist), 0, Py_TPFLAGS_DEFAULT, Hist_slots
};
static int
ex(PyObject *m)
{
    PyObject *t = PyType_FromSpec(&Hist_spec);
    if (!t)
        return -1;
    int rc = PyModule_AddObjectRef(m, "Hist", t);
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
