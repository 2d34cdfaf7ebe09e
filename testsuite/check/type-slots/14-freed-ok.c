// SPDX-License-Identifier: GPL-3.0-or-later
/* Every way to free: tp_free, PyObject_Del, a helper, a free list, the base's
 * dealloc, a slot looked up. */
#include <Python.h>

typedef struct thing { PyObject_HEAD struct thing *next; } Thing;
static Thing *free_list;
void give_back(Thing *self);

static void a_dealloc(Thing *self) { Py_TYPE(self)->tp_free((PyObject *) self); }
static void b_dealloc(Thing *self) { PyObject_Del(self); }
static void release(PyObject *o) { PyObject_Free(o); }
static void c_dealloc(Thing *self) { release((PyObject *) self); }
static void d_dealloc(Thing *self) { self->next = free_list; free_list = self; }
static void e_dealloc(Thing *self) { PyTuple_Type.tp_dealloc((PyObject *) self); }
static void f_dealloc(Thing *self) { give_back(self); }
static void g_dealloc(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);
	freefunc tp_free = (freefunc) PyType_GetSlot(tp, Py_tp_free);

	tp_free(self);
	Py_DECREF(tp);
}
static void h_dealloc(PyObject *self)
{
	Py_FatalError("never deallocated");
}
#define TYPE(x) static PyTypeObject x = { \
	PyVarObject_HEAD_INIT (NULL, 0) .tp_name = "m." #x, \
	.tp_basicsize = sizeof (Thing), .tp_dealloc = (destructor) x##_dealloc }
TYPE (a); TYPE (b); TYPE (c); TYPE (d); TYPE (e); TYPE (f); TYPE (h);
static PyType_Slot slots[] = { {Py_tp_dealloc, g_dealloc}, {0, NULL} };
static PyType_Spec spec = { "m.g", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void)
{
	if (PyType_Ready(&a) + PyType_Ready(&b) + PyType_Ready(&c)
	    + PyType_Ready(&d) + PyType_Ready(&e) + PyType_Ready(&f)
	    + PyType_Ready(&h) < 0)
		return NULL;
	return PyType_FromSpec(&spec);
}
