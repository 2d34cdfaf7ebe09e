// SPDX-License-Identifier: GPL-3.0-or-later
// A basicsize that is not that of the struct.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Small;
typedef struct { PyObject_HEAD int x; long y[4]; } Large;
typedef struct { PyListObject list; int state; } Sub;

static PyObject *small_repr(Small *self) { return PyUnicode_FromFormat("%ld", (long) self->x); }
static PyObject *large_repr(Large *self) { return PyUnicode_FromFormat("%ld", (long) self->y[2]); }
static PyObject *large_repr_b(PyObject *o) { Large *self = (Large *) o; return PyUnicode_FromFormat("%ld", (long) self->y[3]); }
static PyObject *sub_repr(Sub *self) { return PyUnicode_FromFormat("%ld", (long) self->state); }

static PyType_Slot large_slots[] = { {Py_tp_repr, large_repr}, {0, NULL} };
static PyType_Slot large_slots_b[] = { {Py_tp_repr, large_repr_b}, {0, NULL} };
static PyType_Slot small_slots[] = { {Py_tp_repr, small_repr}, {0, NULL} };
static PyType_Spec wrong = {"sizes.Wrong", sizeof(Small), 0, Py_TPFLAGS_DEFAULT, large_slots}; // expect: type-slots 'sizes.Wrong' 'Large'
static PyType_Spec pointer = {"sizes.Pointer", sizeof(Large *), 0, Py_TPFLAGS_DEFAULT, large_slots_b}; // expect: type-slots 'sizes.Pointer' 'Large'
static PyType_Spec right = {"sizes.Right", sizeof(Large), 0, Py_TPFLAGS_DEFAULT, large_slots};
static PyType_Spec small = {"sizes.Small", sizeof(Small), 0, Py_TPFLAGS_DEFAULT, small_slots};
static PyTypeObject header = { // expect: type-slots 'sizes.Header' 'Large'
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "sizes.Header", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_repr = (reprfunc) large_repr,
};
static PyTypeObject sub = { // expect: type-slots 'sizes.Sub'
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "sizes.Sub", .tp_basicsize = sizeof(PyListObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_repr = (reprfunc) sub_repr, .tp_base = &PyList_Type,
};
static PyTypeObject sub_right = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "sizes.SubRight", .tp_basicsize = sizeof(Sub), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_repr = (reprfunc) sub_repr, .tp_base = &PyList_Type,
};

PyObject *make(PyObject *m, int k)
{
	switch (k) {
	case 0: return PyType_FromModuleAndSpec(m, &wrong, NULL);
	case 1: return PyType_FromModuleAndSpec(m, &pointer, NULL);
	case 2: return PyType_FromModuleAndSpec(m, &right, NULL);
	default: return PyType_FromSpec(&small);
	}
}

int ready(void)
{
	return PyType_Ready(&header) < 0 || PyType_Ready(&sub) < 0 || PyType_Ready(&sub_right) < 0 ? -1 : 0;
}
