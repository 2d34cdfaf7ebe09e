// SPDX-License-Identifier: GPL-3.0-or-later
/* A field of a struct within the object, visited by a helper, or not; and no
 * tp_clear, in a type that another unit makes ready. */
#include <Python.h>

typedef struct { PyObject *on_read, *on_write; } hooks;
typedef struct { PyObject_HEAD hooks h; } Chan;

static int visit_hooks(hooks *h, visitproc visit, void *arg)
{
	Py_VISIT(h->on_read);
	return 0;
}
static int traverse(PyObject *o, visitproc visit, void *arg)	// expect: gc-protocol 'does not visit ‘on_write’'
{
	return visit_hooks(&((Chan *) o)->h, visit, arg);
}
static void dealloc(PyObject *o)
{
	PyObject_GC_UnTrack(o);
	Py_XDECREF(((Chan *) o)->h.on_read);
	Py_XDECREF(((Chan *) o)->h.on_write);
	Py_TYPE(o)->tp_free(o);
}
static PyObject *set(PyObject *o, PyObject *v)
{
	Py_XSETREF(((Chan *) o)->h.on_read, Py_NewRef(v));
	Py_XSETREF(((Chan *) o)->h.on_write, Py_NewRef(v));
	Py_RETURN_NONE;
}
static PyMethodDef methods[] = { {"set", set, METH_O, NULL}, {NULL} };
PyTypeObject Chan_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Chan", .tp_basicsize = sizeof (Chan),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = traverse,	// expect: gc-protocol 'no ‘tp_clear’'
	.tp_dealloc = dealloc, .tp_methods = methods,
};
