// SPDX-License-Identifier: GPL-3.0-or-later
/* Tracked before the fields are set, of which PyObject_GC_New sets none. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a, *b; } Pair;
extern PyTypeObject Pair_Type;

PyObject *make(PyObject *m, PyObject *args)
{
	PyObject *a, *b;
	Pair *p;

	if (!PyArg_UnpackTuple(args, "Pair", 2, 2, &a, &b))
		return NULL;
	p = PyObject_GC_New(Pair, &Pair_Type);
	if (!p)
		return NULL;
	PyObject_GC_Track(p);	// expect: gc-protocol 'before ‘b’ is set'
	p->a = Py_NewRef(a);
	p->b = PySequence_List(b);
	if (!p->b) {
		Py_DECREF(p);
		return NULL;
	}
	return (PyObject *) p;
}
static int traverse(PyObject *o, visitproc visit, void *arg)
{
	Py_VISIT(((Pair *) o)->a);
	Py_VISIT(((Pair *) o)->b);
	return 0;
}
static int clear(PyObject *o)
{
	Py_CLEAR(((Pair *) o)->a);
	Py_CLEAR(((Pair *) o)->b);
	return 0;
}
static void dealloc(PyObject *o)
{
	PyObject_GC_UnTrack(o);
	clear(o);
	PyObject_GC_Del(o);
}
PyTypeObject Pair_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Pair", .tp_basicsize = sizeof (Pair),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = traverse, .tp_clear = clear,
	.tp_dealloc = dealloc,
};
