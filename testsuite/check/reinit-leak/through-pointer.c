// SPDX-License-Identifier: GPL-3.0-or-later
/* A field that is replaced through its address, as Py_CLEAR, Py_SETREF and
 * Py_XSETREF do since 3.12: it is the field all the same. */
#include <Python.h>

#define XSETREF(dst, src) do {			\
	PyObject **dst_ptr = &(dst);		\
	PyObject *old_dst = *dst_ptr;		\
	*dst_ptr = (src);			\
	Py_XDECREF(old_dst);			\
} while (0)

#define CLEAR(op) do {				\
	PyObject **op_ptr = &(op);		\
	PyObject *old_op = *op_ptr;		\
	if (old_op != NULL) {			\
		*op_ptr = NULL;			\
		Py_DECREF(old_op);		\
	}					\
} while (0)

typedef struct { PyObject_HEAD PyObject *name, *note; } Card;

static PyObject *last;

static int card_init(PyObject *op, PyObject *args, PyObject *kw)
{
	Card *self = (Card *) op;
	PyObject *name, *note, **slot = &self->note;

	if (!PyArg_ParseTuple(args, "OO", &name, &note))
		return -1;
	XSETREF(self->name, Py_NewRef(name));
	XSETREF(last, Py_NewRef(name));
	*slot = Py_NewRef(note); // expect: reinit-leak 'self->note'
	return 0;
}

static int card_traverse(PyObject *op, visitproc visit, void *arg)
{
	Card *self = (Card *) op;

	Py_VISIT(self->name);
	Py_VISIT(self->note);
	return 0;
}

static int card_clear(PyObject *op)
{
	Card *self = (Card *) op;

	CLEAR(self->name);
	CLEAR(self->note);
	return 0;
}

static void card_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	card_clear(op);
	Py_TYPE(op)->tp_free(op);
}

static PyTypeObject card_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "cards.Card", .tp_basicsize = sizeof(Card),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_init = card_init,
	.tp_dealloc = card_dealloc, .tp_traverse = card_traverse,
	.tp_clear = card_clear,
};

PyTypeObject *card(void)
{
	CLEAR(last);
	return PyType_Ready(&card_type) < 0 ? NULL : &card_type;
}
