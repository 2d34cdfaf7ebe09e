// SPDX-License-Identifier: GPL-3.0-or-later
// Flags that contradict the slots.
#include <Python.h>
#include <structmember.h>

typedef struct { PyObject_HEAD PyObject *o; vectorcallfunc vc; } Thing;

static PyObject *alloc_new(PyTypeObject *t, PyObject *args, PyObject *kwds) { return t->tp_alloc(t, 0); }
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->o); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->o); return 0; }
static void dealloc(Thing *self)
{
	PyTypeObject *t = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	clear(self);
	t->tp_free(self);
	Py_DECREF(t);
}
static PyObject *call(Thing *self, PyObject *args, PyObject *kwds) { return Py_NewRef(kwds ? kwds : args); }

static PyType_Slot no_traverse[] = { {Py_tp_dealloc, dealloc}, {Py_tp_clear, clear}, {0, NULL} };
static PyType_Slot gc[] = { {Py_tp_dealloc, dealloc}, {Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {0, NULL} };
static PyType_Slot plain_call[] = { {Py_tp_call, call}, {0, NULL} };
static PyType_Slot no_init[] = { {Py_tp_new, alloc_new}, {0, NULL} }; // expect: type-slots 'tp_new' 'never called'

static PyType_Spec a = {"flags.A", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, no_traverse}; // expect: type-slots 'tp_traverse'
static PyType_Spec b = {"flags.B", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, gc};
static PyType_Spec c = {"flags.C", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL, plain_call}; // expect: type-slots 'vectorcall'
static PyType_Spec d = {"flags.D", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING, plain_call}; // expect: type-slots 'Py_TPFLAGS_MAPPING'
static PyType_Spec e = {"flags.E", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, no_init};
static PyType_Spec f = {"flags.F", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, plain_call};
static PyTypeObject g = { // expect: type-slots 'vectorcall'
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "flags.G", .tp_basicsize = sizeof(Thing), .tp_call = PyVectorcall_Call,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
};
static PyTypeObject h = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "flags.H", .tp_basicsize = sizeof(Thing), .tp_call = PyVectorcall_Call,
	.tp_vectorcall_offset = offsetof(Thing, vc),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
};

PyObject *make(PyObject *m, int k)
{
	PyType_Spec *specs[] = { &a, &b, &c, &d, &e, &f };

	return PyType_FromModuleAndSpec(m, specs[k], NULL);
}

int ready(void) { return PyType_Ready(&g) < 0 || PyType_Ready(&h) < 0 ? -1 : 0; }
