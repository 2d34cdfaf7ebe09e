/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A holder that takes a reference and never gives it up. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* C++ class without a release in its destructor */
class Hold {
    PyObject *p_;
public:
    explicit Hold(PyObject *p) : p_(p) { Py_INCREF(p_); }
    Hold(const Hold &) = delete;
    Hold &operator=(const Hold &) = delete;
    ~Hold() { }
    PyObject *get() const { return p_; }
};
static PyObject *
len_of(PyObject *, PyObject *o)
{
    Hold h(o);
    Py_ssize_t n = PyObject_Length(h.get());
    return n < 0 ? nullptr : PyLong_FromSsize_t(n); // expect: reference-leak
}
static PyMethodDef demo_methods[] = {
    {"len_of", (PyCFunction)len_of, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
static struct PyModuleDef demo_module = {
    PyModuleDef_HEAD_INIT, "demo", NULL, 0, demo_methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC
PyInit_demo(void)
{
    return PyModuleDef_Init(&demo_module);
}
