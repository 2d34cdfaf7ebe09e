/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An element that is unlinked by way of its neighbours is what the member said,
 * no more. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
/* An LRU cache: dict of key -> node object, doubly linked list in C. Static types, single-phase. */
typedef struct node { struct node *prev, *next; PyObject *key, *value; } node;
typedef struct { PyObject_HEAD node root; PyObject *map; PyObject *on_evict; Py_ssize_t max; } Cache;

static int
cache_init(PyObject *op, PyObject *args, PyObject *kw)
{
    static char *kwlist[] = {"maxsize", "on_evict", NULL};
    Cache *self = (Cache *)op;
    Py_ssize_t max;
    PyObject *cb = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kw, "n|O:Cache", kwlist, &max, &cb))
        return -1;
    if (max < 1) {
        PyErr_SetString(PyExc_ValueError, "maxsize must be positive");
        return -1;
    }
    if (cb != NULL && cb != Py_None && !PyCallable_Check(cb)) {
        PyErr_Format(PyExc_TypeError, "on_evict must be callable, not %.100s", Py_TYPE(cb)->tp_name);
        return -1;
    }
    self->max = max;
    if (cb == Py_None)
        cb = NULL;
    Py_XINCREF(cb);
    Py_XSETREF(self->on_evict, cb);
    return 0;
}

static PyObject *
cache_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
    Cache *self = (Cache *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->root.prev = self->root.next = &self->root;
    self->max = 128;
    self->map = PyDict_New();
    if (self->map == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void node_unlink(node *n) { n->prev->next = n->next; n->next->prev = n->prev; }
static void node_front(Cache *self, node *n)
{
    n->next = self->root.next;
    n->prev = &self->root;
    self->root.next->prev = n;
    self->root.next = n;
}
static void node_free(node *n)
{
    Py_DECREF(n->key);
    Py_DECREF(n->value);
    PyMem_Free(n);
}

/* Borrowed node, or NULL with or without an exception. */
static node *
cache_find(Cache *self, PyObject *key)
{
    PyObject *cap = PyDict_GetItemWithError(self->map, key);
    if (cap == NULL)
        return NULL;
    return PyLong_AsVoidPtr(cap);
}

static int
cache_evict(Cache *self)
{
    while (PyDict_GET_SIZE(self->map) > self->max) {
        node *n = self->root.prev;
        if (n == &self->root)
            break;
        node_unlink(n);
        if (PyDict_DelItem(self->map, n->key) < 0) {
            node_front(self, n);
            return -1;
        }
        if (self->on_evict != NULL) {
            PyObject *cb = Py_NewRef(self->on_evict);
            PyObject *r = PyObject_CallFunctionObjArgs(cb, n->key, n->value, NULL);
            Py_DECREF(cb);
            if (r == NULL) {
                node_free(n);
                return -1;
            }
            Py_DECREF(r);
        }
        node_free(n);
    }
    return 0;
}

static PyObject *
cache_get(PyObject *op, PyObject *key)
{
    Cache *self = (Cache *)op;
    node *n = cache_find(self, key);
    if (n == NULL) {
        if (!PyErr_Occurred())
            PyErr_SetObject(PyExc_KeyError, key);
        return NULL;
    }
    node_unlink(n);
    node_front(self, n);
    return Py_NewRef(n->value);
}

static int
cache_set(PyObject *op, PyObject *key, PyObject *value)
{
    Cache *self = (Cache *)op;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "cannot delete items");
        return -1;
    }
    node *n = cache_find(self, key);
    if (n != NULL) {
        node_unlink(n);
        node_front(self, n);
        Py_SETREF(n->value, Py_NewRef(value));
        return 0;
    }
    if (PyErr_Occurred())
        return -1;
    n = PyMem_Malloc(sizeof(node));
    if (n == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyObject *ptr = PyLong_FromVoidPtr(n);
    if (ptr == NULL) {
        PyMem_Free(n);
        return -1;
    }
    int r = PyDict_SetItem(self->map, key, ptr);
    Py_DECREF(ptr);
    if (r < 0) {
        PyMem_Free(n);
        return -1;
    }
    n->key = Py_NewRef(key);
    n->value = Py_NewRef(value);
    node_front(self, n);
    return cache_evict(self);
}

static int
cache_traverse(PyObject *op, visitproc visit, void *arg)
{
    Cache *self = (Cache *)op;
    Py_VISIT(self->map);
    Py_VISIT(self->on_evict);
    if (self->root.next != NULL)
        for (node *n = self->root.next; n != &self->root; n = n->next) {
            Py_VISIT(n->key);
            Py_VISIT(n->value);
        }
    return 0;
}
static int
cache_clear(PyObject *op)
{
    Cache *self = (Cache *)op;
    Py_CLEAR(self->on_evict);
    Py_CLEAR(self->map);
    if (self->root.next != NULL)
        while (self->root.next != &self->root) {
            node *n = self->root.next;
            node_unlink(n);
            node_free(n);
        }
    return 0;
}
static void
cache_dealloc(PyObject *op)
{
    PyObject_GC_UnTrack(op);
    (void)cache_clear(op);
    Py_TYPE(op)->tp_free(op);
}
static PyObject *
cache_set_hook(PyObject *op, PyObject *cb)
{
    Cache *self = (Cache *)op;
    if (!PyCallable_Check(cb)) {
        PyErr_SetString(PyExc_TypeError, "a callable is needed");
        return NULL;
    }
    Py_XSETREF(self->on_evict, Py_NewRef(cb));
    Py_RETURN_NONE;
}
static Py_ssize_t cache_len(PyObject *op) { Cache *self = (Cache *)op; return self->map ? PyDict_Size(self->map) : 0; }
static PyMappingMethods cache_as_mapping = {cache_len, cache_get, cache_set};
static PyMethodDef cache_methods[] = {{"set_hook", cache_set_hook, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyTypeObject CacheType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "lru.Cache", .tp_basicsize = sizeof(Cache), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = cache_new, .tp_init = cache_init, .tp_dealloc = cache_dealloc, .tp_traverse = cache_traverse, .tp_clear = cache_clear,
    .tp_as_mapping = &cache_as_mapping, .tp_methods = cache_methods};
static struct PyModuleDef lrumodule = {PyModuleDef_HEAD_INIT, .m_name = "lru", .m_size = -1};
PyMODINIT_FUNC
PyInit_lru(void)
{
    if (PyType_Ready(&CacheType) < 0)
        return NULL;
    PyObject *m = PyModule_Create(&lrumodule);
    if (m == NULL)
        return NULL;
    if (PyModule_AddObjectRef(m, "Cache", (PyObject *)&CacheType) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
