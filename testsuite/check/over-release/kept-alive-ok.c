/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An active handle keeps itself alive: the method that ends it gives that up. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
/* Events of a C library delivered to Python callbacks: a capsule as the C API, callbacks from foreign threads. */
typedef void (*ev_func)(int kind, const char *text, void *arg);
extern int ev_subscribe(ev_func f, void *arg, int *id);
extern void ev_unsubscribe(int id);
typedef struct { int (*emit)(PyObject *bus, const char *name, PyObject *value); } bus_api;
typedef struct { PyObject_HEAD PyObject *handlers; /* dict name -> list */ int id; int subscribed; } Bus;

static int
bus_emit(PyObject *op, const char *name, PyObject *value)
{
    Bus *self = (Bus *)op;
    PyObject *key = PyUnicode_FromString(name);
    if (key == NULL)
        return -1;
    PyObject *list = self->handlers != NULL ? PyDict_GetItemWithError(self->handlers, key) : NULL;
    if (list == NULL) {
        Py_DECREF(key);
        return PyErr_Occurred() ? -1 : 0;
    }
    Py_INCREF(list);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        PyObject *cb = Py_NewRef(PyList_GET_ITEM(list, i));
        PyObject *r = PyObject_CallFunctionObjArgs(cb, key, value, NULL);
        Py_DECREF(cb);
        if (r == NULL) {
            Py_DECREF(key);
            Py_DECREF(list);
            return -1;
        }
        Py_DECREF(r);
    }
    Py_DECREF(key);
    Py_DECREF(list);
    return 0;
}
/* Called by the library in a thread of its own. */
static void
on_event(int kind, const char *text, void *arg)
{
    PyGILState_STATE g;
    g = PyGILState_Ensure();
    PyObject *bus = arg;
    PyObject *value = Py_BuildValue("(is)", kind, text);
    if (value == NULL) {
        PyErr_WriteUnraisable(bus);
        PyGILState_Release(g);
        return;
    }
    if (bus_emit(bus, "event", value) < 0)
        PyErr_WriteUnraisable(bus);
    Py_DECREF(value);
    PyGILState_Release(g);
}
static PyObject *
bus_on(PyObject *op, PyObject *args)
{
    Bus *self = (Bus *)op;
    PyObject *name, *cb, *list;
    if (!PyArg_ParseTuple(args, "UO:on", &name, &cb))
        return NULL;
    if (!PyCallable_Check(cb)) {
        PyErr_SetString(PyExc_TypeError, "a callable is needed");
        return NULL;
    }
    if (self->handlers == NULL && (self->handlers = PyDict_New()) == NULL)
        return NULL;
    list = PyDict_GetItemWithError(self->handlers, name);
    if (list != NULL)
        Py_INCREF(list);
    else {
        if (PyErr_Occurred())
            return NULL;
        list = PyList_New(0);
        if (list == NULL)
            return NULL;
        if (PyDict_SetItem(self->handlers, name, list) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    if (PyList_Append(list, cb) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    Py_DECREF(list);
    Py_RETURN_NONE;
}
static PyObject *
bus_connect(PyObject *op, PyObject *Py_UNUSED(ignored))
{
    Bus *self = (Bus *)op;
    if (self->subscribed)
        Py_RETURN_FALSE;
    if (ev_subscribe(on_event, op, &self->id) != 0) {
        PyErr_SetString(PyExc_OSError, "cannot subscribe");
        return NULL;
    }
    self->subscribed = 1;
    Py_INCREF(op); /* of the subscription */
    Py_RETURN_TRUE;
}
static PyObject *
bus_disconnect(PyObject *op, PyObject *Py_UNUSED(ignored))
{
    Bus *self = (Bus *)op;
    if (!self->subscribed)
        Py_RETURN_FALSE;
    self->subscribed = 0;
    int id = self->id;
    Py_BEGIN_ALLOW_THREADS
    ev_unsubscribe(id);
    Py_END_ALLOW_THREADS
    Py_DECREF(op);
    Py_RETURN_TRUE;
}
static PyObject *
bus_send(PyObject *op, PyObject *args)
{
    const char *name;
    PyObject *value = Py_None;
    if (!PyArg_ParseTuple(args, "s|O:send", &name, &value))
        return NULL;
    if (bus_emit(op, name, value) < 0)
        return NULL;
    Py_RETURN_NONE;
}
static int bus_traverse(PyObject *op, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(op)); Py_VISIT(((Bus *)op)->handlers); return 0; }
static int bus_clear(PyObject *op) { Py_CLEAR(((Bus *)op)->handlers); return 0; }
static void
bus_dealloc(PyObject *op)
{
    PyTypeObject *tp = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    (void)bus_clear(op);
    tp->tp_free(op);
    Py_DECREF(tp);
}
static PyMethodDef bus_methods[] = {
    {"on", bus_on, METH_VARARGS, NULL}, {"send", bus_send, METH_VARARGS, NULL}, {"connect", bus_connect, METH_NOARGS, NULL},
    {"disconnect", bus_disconnect, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot bus_slots[] = {
    {Py_tp_dealloc, bus_dealloc}, {Py_tp_traverse, bus_traverse}, {Py_tp_clear, bus_clear}, {Py_tp_methods, bus_methods}, {0, NULL}};
static PyType_Spec bus_spec = {"bus.Bus", sizeof(Bus), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, bus_slots};
static bus_api api = {bus_emit};
static int
bus_exec(PyObject *m)
{
    PyObject *o = PyType_FromModuleAndSpec(m, &bus_spec, NULL);
    if (o == NULL)
        return -1;
    int r = PyModule_AddType(m, (PyTypeObject *)o);
    Py_DECREF(o);
    if (r < 0)
        return -1;
    o = PyCapsule_New(&api, "bus._api", NULL);
    if (o == NULL)
        return -1;
    r = PyModule_AddObjectRef(m, "_api", o);
    Py_DECREF(o);
    return r;
}
static PyModuleDef_Slot mod_slots[] = {{Py_mod_exec, bus_exec}, {0, NULL}};
static struct PyModuleDef mod = {PyModuleDef_HEAD_INIT, .m_name = "bus", .m_slots = mod_slots};
PyMODINIT_FUNC PyInit_bus(void) { return PyModuleDef_Init(&mod); }
