// SPDX-License-Identifier: GPL-3.0-or-later
/* PyObject_New leaves the members as the memory was. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *a, *b;
	int ready;
} Pair;

typedef struct {
	PyObject_HEAD
	PyObject *a;
	char *text;
} Reader;

typedef struct {
	PyObject_HEAD
	PyObject *a;
	int ready;
} Late;

extern PyTypeObject Pair_Type, Reader_Type, Late_Type;

static void pair_dealloc(PyObject *op)
{
	Pair *self = (Pair *) op;

	Py_XDECREF(self->a);
	Py_XDECREF(self->b);
	PyObject_Free(self);
}

static void reader_dealloc(PyObject *op)
{
	Reader *self = (Reader *) op;

	PyObject_GC_UnTrack(self);
	Py_CLEAR(self->a);
	if (self->text)
		PyMem_Free(self->text);
	PyObject_GC_Del(self);
}

/* Asks before it releases. */
static void late_dealloc(PyObject *op)
{
	Late *self = (Late *) op;

	if (self->ready)
		Py_DECREF(self->a);
	PyObject_Free(self);
}

static PyObject *pair_bad(PyObject *m, PyObject *arg)
{
	Pair *p = PyObject_New(Pair, &Pair_Type);

	if (!p)
		return NULL;
	p->a = PyObject_Repr(arg);
	if (!p->a) {
		Py_DECREF(p); // expect: uninitialized-object 'b' 'pair_dealloc'
		return NULL;
	}
	p->b = PyObject_Repr(arg);
	if (!p->b) {
		Py_DECREF(p);
		return NULL;
	}
	return (PyObject *) p;
}

static PyObject *pair_ok(PyObject *m, PyObject *arg)
{
	Pair *p = PyObject_New(Pair, &Pair_Type);

	if (!p)
		return NULL;
	p->b = NULL;
	p->a = PyObject_Repr(arg);
	if (!p->a) {
		Py_DECREF(p);
		return NULL;
	}
	p->b = PyObject_Repr(arg);
	if (!p->b) {
		Py_DECREF(p);
		return NULL;
	}
	return (PyObject *) p;
}

/* Nothing is there to be released. */
static PyObject *none_ok(PyObject *m, PyObject *arg)
{
	Pair *p = PyObject_New(Pair, &Pair_Type);

	Py_XDECREF(p ? NULL : (PyObject *) p);
	if (!p) {
		Py_XDECREF(p);
		return NULL;
	}
	p->a = Py_NewRef(arg);
	p->b = Py_NewRef(arg);
	return (PyObject *) p;
}

static PyObject *reader_bad(PyObject *m, PyObject *args)
{
	Reader *r = PyObject_GC_New(Reader, &Reader_Type);

	if (!r)
		return NULL;
	r->a = NULL;
	if (!PyArg_UnpackTuple(args, "reader", 1, 1, &r->a))
		goto fail;
	Py_INCREF(r->a);
	r->text = PyMem_Malloc(10);
	PyObject_GC_Track(r);
	return (PyObject *) r;
fail:
	r->a = NULL;
	Py_DECREF(r); // expect: uninitialized-object 'text' 'reader_dealloc'
	return NULL;
}

static PyObject *reader_ok(PyObject *m, PyObject *args)
{
	Reader *r = PyObject_GC_New(Reader, &Reader_Type);

	if (!r)
		return NULL;
	memset((char *) r + sizeof(PyObject), 0, sizeof(*r) - sizeof(PyObject));
	r->a = PyObject_Repr(args);
	if (!r->a) {
		Py_DECREF(r);
		return NULL;
	}
	PyObject_GC_Track(r);
	return (PyObject *) r;
}

static PyObject *late_ok(PyObject *m, PyObject *arg)
{
	Late *l = PyObject_New(Late, &Late_Type);

	if (!l)
		return NULL;
	l->ready = 0;
	if (PyObject_IsTrue(arg) < 0) {
		Py_DECREF(l);
		return NULL;
	}
	l->a = Py_NewRef(arg);
	l->ready = 1;
	return (PyObject *) l;
}

static PyMethodDef methods[] = {
	{ "pair_bad", pair_bad, METH_O, NULL },
	{ "pair_ok", pair_ok, METH_O, NULL },
	{ "none_ok", none_ok, METH_O, NULL },
	{ "reader_bad", reader_bad, METH_VARARGS, NULL },
	{ "reader_ok", reader_ok, METH_VARARGS, NULL },
	{ "late_ok", late_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static int reader_traverse(PyObject *op, visitproc visit, void *arg)
{
	Py_VISIT(((Reader *) op)->a);
	return 0;
}

static int reader_clear(PyObject *op)
{
	Py_CLEAR(((Reader *) op)->a);
	return 0;
}

PyTypeObject Pair_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Pair", .tp_basicsize = sizeof(Pair),
	.tp_dealloc = pair_dealloc,
};

PyTypeObject Reader_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Reader", .tp_basicsize = sizeof(Reader),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = reader_dealloc, .tp_traverse = reader_traverse,
	.tp_clear = reader_clear,
};

PyTypeObject Late_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Late", .tp_basicsize = sizeof(Late),
	.tp_dealloc = late_dealloc,
};

PyMODINIT_FUNC PyInit_m(void)
{
	static struct PyModuleDef module = {
		PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL,
		NULL, NULL,
	};

	return PyModule_Create(&module);
}
