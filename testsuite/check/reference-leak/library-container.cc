/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A container of the C++ library keeps what it is handed by reference. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <vector>
#include <string>
#include <new>
#include <algorithm>
// A bounded deque of objects in a std::vector, names in std::string
namespace {
struct Deque {
    PyObject_HEAD
    std::vector<PyObject *> *items;
    std::string *name;
};

PyObject *deque_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
    static const char *kwlist[] = {"name", nullptr};
    const char *name = "";
    if (!PyArg_ParseTupleAndKeywords(args, kw, "|s:Deque", const_cast<char **>(kwlist), &name))
        return nullptr;
    Deque *self = reinterpret_cast<Deque *>(type->tp_alloc(type, 0));
    if (self == nullptr)
        return nullptr;
    try {
        self->items = new std::vector<PyObject *>();
        self->name = new std::string(name);
    }
    catch (const std::bad_alloc &) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return reinterpret_cast<PyObject *>(self);
}
int deque_clear(PyObject *op)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    if (self->items != nullptr)
        while (!self->items->empty()) {
            PyObject *o = self->items->back();
            self->items->pop_back();
            Py_DECREF(o);
        }
    return 0;
}
int deque_traverse(PyObject *op, visitproc visit, void *arg)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    Py_VISIT(Py_TYPE(op));
    if (self->items != nullptr)
        for (PyObject *o : *self->items)
            Py_VISIT(o);
    return 0;
}
void deque_dealloc(PyObject *op)
{
    PyTypeObject *tp = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    (void)deque_clear(op);
    delete reinterpret_cast<Deque *>(op)->items;
    delete reinterpret_cast<Deque *>(op)->name;
    tp->tp_free(op);
    Py_DECREF(tp);
}
PyObject *deque_append(PyObject *op, PyObject *o)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    try {
        self->items->push_back(o);
    }
    catch (const std::bad_alloc &) {
        return PyErr_NoMemory();
    }
    Py_INCREF(o);
    Py_RETURN_NONE;
}
PyObject *deque_pop(PyObject *op, PyObject *)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    if (self->items->empty()) {
        PyErr_SetString(PyExc_IndexError, "pop from an empty deque");
        return nullptr;
    }
    PyObject *o = self->items->back();
    self->items->pop_back();
    return o;
}
PyObject *deque_item(PyObject *op, Py_ssize_t i)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    if (i < 0 || static_cast<size_t>(i) >= self->items->size()) {
        PyErr_SetString(PyExc_IndexError, "index out of range");
        return nullptr;
    }
    PyObject *o = (*self->items)[static_cast<size_t>(i)];
    Py_INCREF(o);
    return o;
}
PyObject *deque_tolist(PyObject *op, PyObject *)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    PyObject *list = PyList_New(0);
    if (list == nullptr)
        return nullptr;
    for (size_t i = 0; i < self->items->size(); i++) {
        PyObject *o = (*self->items)[i];
        Py_INCREF(o);
        int r = PyList_Append(list, o);
        Py_DECREF(o);
        if (r < 0) {
            Py_DECREF(list);
            return nullptr;
        }
    }
    return list;
}
PyObject *deque_describe(PyObject *op, PyObject *)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    PyObject *list = deque_tolist(op, nullptr);
    if (list == nullptr)
        return nullptr;
    PyObject *text = PyObject_Repr(list);
    Py_XDECREF(list);
    if (text == nullptr)
        return nullptr;
    PyObject *res = PyUnicode_FromFormat("%s: %U", self->name->c_str(), text);
    Py_DECREF(text);
    return res;
}
PyObject *deque_count(PyObject *op, PyObject *what)
{
    Deque *self = reinterpret_cast<Deque *>(op);
    Py_ssize_t n = 0;
    for (size_t i = 0; i < self->items->size(); i++) {
        PyObject *o = (*self->items)[i];
        Py_INCREF(o);
        int r = PyObject_RichCompareBool(o, what, Py_EQ);
        Py_DECREF(o);
        if (r < 0)
            return nullptr;
        n += r;
    }
    return PyLong_FromSsize_t(n);
}
Py_ssize_t deque_len(PyObject *op) { return static_cast<Py_ssize_t>(reinterpret_cast<Deque *>(op)->items->size()); }

PyMethodDef deque_methods[] = {
    {"append", deque_append, METH_O, nullptr}, {"pop", deque_pop, METH_NOARGS, nullptr}, {"tolist", deque_tolist, METH_NOARGS, nullptr},
    {"describe", deque_describe, METH_NOARGS, nullptr}, {"count", deque_count, METH_O, nullptr}, {nullptr, nullptr, 0, nullptr}};
PyType_Slot deque_slots[] = {
    {Py_tp_new, reinterpret_cast<void *>(deque_new)}, {Py_tp_dealloc, reinterpret_cast<void *>(deque_dealloc)},
    {Py_tp_traverse, reinterpret_cast<void *>(deque_traverse)}, {Py_tp_clear, reinterpret_cast<void *>(deque_clear)},
    {Py_sq_item, reinterpret_cast<void *>(deque_item)}, {Py_sq_length, reinterpret_cast<void *>(deque_len)}, {Py_tp_methods, deque_methods}, {0, nullptr}};
PyType_Spec deque_spec = {"deque.Deque", sizeof(Deque), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, deque_slots};
int deque_exec(PyObject *m)
{
    PyObject *t = PyType_FromModuleAndSpec(m, &deque_spec, nullptr);
    if (t == nullptr)
        return -1;
    int r = PyModule_AddType(m, reinterpret_cast<PyTypeObject *>(t));
    Py_DECREF(t);
    return r;
}
PyModuleDef_Slot mod_slots[] = {{Py_mod_exec, reinterpret_cast<void *>(deque_exec)}, {0, nullptr}};
PyModuleDef mod = {PyModuleDef_HEAD_INIT, "deque", nullptr, 0, nullptr, mod_slots, nullptr, nullptr, nullptr};
}
PyMODINIT_FUNC PyInit_deque(void) { return PyModuleDef_Init(&mod); }
