// SPDX-License-Identifier: GPL-3.0-or-later
/* Objects in memory behind a field are released while the collector knows the
 * dying object. */
#include <Python.h>

struct seq { PyObject_HEAD PyObject **items; Py_ssize_t size, room; };

static int seq_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct seq *s = (struct seq *) self;
	Py_ssize_t i;

	for (i = 0; i < s->size; i++)
		Py_VISIT(s->items[i]);
	return 0;
}

static int seq_clear(PyObject *self)
{
	struct seq *s = (struct seq *) self;
	PyObject **items = s->items;
	Py_ssize_t n = s->size;

	s->items = NULL;
	s->size = s->room = 0;
	while (n > 0)
		Py_DECREF(items[--n]);
	PyMem_Free(items);
	return 0;
}

static PyObject *seq_append(PyObject *self, PyObject *o)
{
	struct seq *s = (struct seq *) self;
	PyObject **items;

	if (s->size == s->room) {
		items = PyMem_Realloc(s->items,
				      (size_t) (s->room + 8) * sizeof(*items));
		if (!items)
			return PyErr_NoMemory();
		s->items = items;
		s->room += 8;
	}
	Py_INCREF(o);
	s->items[s->size++] = o;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "append", seq_append, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static void seq_bad_dealloc(PyObject *self) // expect: gc-protocol 'items'
{
	seq_clear(self);
	Py_TYPE(self)->tp_free(self);
}

PyTypeObject Seq_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Seq_bad",
	.tp_basicsize = sizeof(struct seq),
	.tp_dealloc = seq_bad_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = seq_traverse,
	.tp_clear = seq_clear,
	.tp_methods = methods,
	.tp_new = PyType_GenericNew,
};

static void seq_ok_dealloc(PyObject *self)
{
	PyObject_GC_UnTrack(self);
	seq_clear(self);
	Py_TYPE(self)->tp_free(self);
}

PyTypeObject Seq_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Seq_ok",
	.tp_basicsize = sizeof(struct seq),
	.tp_dealloc = seq_ok_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = seq_traverse,
	.tp_clear = seq_clear,
	.tp_methods = methods,
	.tp_new = PyType_GenericNew,
};
