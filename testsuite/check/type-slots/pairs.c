// SPDX-License-Identifier: GPL-3.0-or-later
// Slots that exclude or need each other.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Thing;

static PyObject *getattr(Thing *self, char *name) { return PyUnicode_FromString(name); }
static PyObject *getattro(Thing *self, PyObject *name) { return PyObject_GenericGetAttr((PyObject *) self, name); }
static int setattr(Thing *self, char *name, PyObject *v) { return 0; }
static int setattro(Thing *self, PyObject *name, PyObject *v) { return PyObject_GenericSetAttr((PyObject *) self, name, v); }
static PyObject *next(Thing *self) { return self->x ? NULL : PyLong_FromLong(self->x++); }
static PyObject *compare(Thing *self, PyObject *o, int op) { Py_RETURN_NOTIMPLEMENTED; }
static Py_hash_t hash(Thing *self) { return self->x; }
static PyObject *iter_int(Thing *self) { return Py_NewRef(self); }

static PyType_Slot clash[] = { {Py_tp_getattr, getattr}, {Py_tp_getattro, getattro}, {0, NULL} }; // expect: type-slots 'tp_getattr'
static PyType_Slot clash2[] = { {Py_tp_setattr, setattr}, {Py_tp_setattro, setattro}, {0, NULL} }; // expect: type-slots 'tp_setattr'
static PyType_Slot alone[] = { {Py_tp_getattr, getattr}, {Py_tp_setattro, setattro}, {0, NULL} };
static PyType_Slot iterator[] = { {Py_tp_iternext, next}, {0, NULL} }; // expect: type-slots 'tp_iter'
static PyType_Slot iterator_right[] = { {Py_tp_iternext, next}, {Py_tp_iter, PyObject_SelfIter}, {Py_tp_hash, hash}, {Py_tp_richcompare, compare}, {0, NULL} };
static PyType_Slot iterator_own[] = { {Py_tp_iternext, next}, {Py_tp_iter, iter_int}, {0, NULL} };
static PyType_Spec specs[] = {
	{"pairs.A", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, clash},
	{"pairs.B", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, clash2},
	{"pairs.C", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, alone},
	{"pairs.D", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, iterator},
	{"pairs.E", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, iterator_right},
	{"pairs.F", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, iterator_own},
};
PyObject *make(PyObject *m, int k) { return PyType_FromModuleAndSpec(m, &specs[k], NULL); }
