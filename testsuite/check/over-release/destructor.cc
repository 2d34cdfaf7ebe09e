/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A destructor that releases what was released is called by its name. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* C++: holder class releases, and so does the function */
class Ref {
    PyObject *p_;
public:
    explicit Ref(PyObject *p) : p_(p) {}
    ~Ref() { Py_XDECREF(p_); }
    Ref(const Ref &) = delete;
    Ref &operator=(const Ref &) = delete;
    PyObject *get() const { return p_; }
    PyObject *release() { PyObject *p = p_; p_ = nullptr; return p; }
};

static PyObject *
shout(PyObject *self, PyObject *arg)
{
    Ref s(PyObject_Str(arg));
    if (!s.get())
        return nullptr;
    PyObject *up = PyObject_CallMethod(s.get(), "upper", nullptr);
    Py_DECREF(s.get());
    return up;
} // expect: over-release '~Ref'
static PyMethodDef demo_methods[] = {
    {"shout", (PyCFunction)shout, METH_O, NULL},
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
