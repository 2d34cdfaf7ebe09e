// SPDX-License-Identifier: GPL-3.0-or-later
/* tp_alloc's objects have the collector's header before them. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *seq; } It;

static PyObject *it_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	PyObject *src;
	It *it;

	if (!PyArg_UnpackTuple(args, "It", 1, 1, &src))
		return NULL;
	it = (It *) type->tp_alloc(type, 0);
	if (!it)
		return NULL;
	it->seq = PySequence_Tuple(src);
	if (!it->seq) {
		PyObject_Free(it);	// expect: gc-protocol 'has a header before it'
		return NULL;
	}
	return (PyObject *) it;
}
static PyObject *it_new_ok(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	It *it = (It *) type->tp_alloc(type, 0);

	if (it && !(it->seq = PySequence_Tuple(args))) {
		Py_DECREF(it);
		return NULL;
	}
	return (PyObject *) it;
}
static int traverse(PyObject *o, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(o));
	Py_VISIT(((It *) o)->seq);
	return 0;
}
static int clear(PyObject *o) { Py_CLEAR(((It *) o)->seq); return 0; }
static void dealloc(PyObject *o)
{
	PyTypeObject *type = Py_TYPE(o);

	PyObject_GC_UnTrack(o);
	(void) clear(o);
	type->tp_free(o);
	Py_DECREF(type);
}
#define COMMON {Py_tp_traverse, traverse}, {Py_tp_clear, clear}, \
	{Py_tp_dealloc, dealloc}
static PyType_Slot slots[] = { {Py_tp_new, it_new}, COMMON, {0, NULL} };
static PyType_Slot right[] = { {Py_tp_new, it_new_ok}, COMMON, {0, NULL} };
PyType_Spec spec = { "m.It", sizeof (It), 0,
	Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots };
PyType_Spec spec_right = { "m.Right", sizeof (It), 0,
	Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, right };
