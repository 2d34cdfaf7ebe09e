// SPDX-License-Identifier: GPL-3.0-or-later
/* By a helper, in nested structs, in statics, in loops, on error paths. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct pair { PyObject *first, *second; };

typedef struct {
	PyObject_HEAD
	struct pair in;
	PyObject *slots[4];
	PyObject *result;
} Holder;

static PyObject *last_error;

static int holder_traverse(PyObject *op, visitproc visit, void *arg)
{
	Holder *self = (Holder *) op;
	int i;

	Py_VISIT(self->in.first);
	Py_VISIT(self->in.second);
	for (i = 0; i < 4; i++)
		Py_VISIT(self->slots[i]);
	Py_VISIT(self->result);
	return 0;
}

static int holder_clear_ok(PyObject *op)
{
	Holder *self = (Holder *) op;
	int i;

	Py_CLEAR(self->in.first);
	Py_CLEAR(self->in.second);
	for (i = 0; i < 4; i++)
		Py_CLEAR(self->slots[i]);
	Py_CLEAR(self->result);
	return 0;
}

static void holder_dealloc_ok(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	holder_clear_ok(op);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *nested_bad(PyObject *op, PyObject *arg)
{
	Holder *self = (Holder *) op;

	Py_XDECREF(self->in.first); // expect: dangling-field 'first'
	self->in.first = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *nested_ok(PyObject *op, PyObject *arg)
{
	Holder *self = (Holder *) op;

	Py_XSETREF(self->in.first, Py_NewRef(arg));
	Py_RETURN_NONE;
}

static PyObject *index_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Holder *self = (Holder *) op;

	Py_XDECREF(self->slots[2]); // expect: dangling-field 'slots'
	self->slots[2] = NULL;
	Py_RETURN_NONE;
}

static PyObject *index_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Holder *self = (Holder *) op;

	Py_CLEAR(self->slots[2]);
	Py_RETURN_NONE;
}

static PyObject *all_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Holder *self = (Holder *) op;
	int i;

	for (i = 0; i < 4; i++) {
		Py_XDECREF(self->slots[i]); // expect: dangling-field 'slots'
		self->slots[i] = NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *all_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Holder *self = (Holder *) op;
	int i;

	for (i = 0; i < 4; i++)
		Py_CLEAR(self->slots[i]);
	Py_RETURN_NONE;
}

static void replace(PyObject **where, PyObject *what)
{
	PyObject *old = *where;

	*where = what;
	Py_XDECREF(old);
}

static PyObject *replace_ok(PyObject *op, PyObject *arg)
{
	Holder *self = (Holder *) op;

	replace(&self->result, Py_NewRef(arg));
	Py_RETURN_NONE;
}

static void release(PyObject *o)
{
	Py_XDECREF(o);
}

static PyObject *release_bad(PyObject *op, PyObject *arg)
{
	Holder *self = (Holder *) op;

	release(self->result); // expect: dangling-field 'result'
	self->result = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static void set_result_bad(Holder *self, PyObject *o)
{
	Py_XDECREF(self->result); // expect: dangling-field 'result'
	self->result = Py_NewRef(o);
}

static PyObject *through(PyObject *op, PyObject *arg)
{
	set_result_bad((Holder *) op, arg);
	Py_RETURN_NONE;
}

static PyObject *failed_bad(PyObject *op, PyObject *arg)
{
	Holder *self = (Holder *) op;

	Py_XDECREF(self->result); // expect: dangling-field 'result'
	self->result = PyObject_Repr(arg);
	if (!self->result)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *failed_ok(PyObject *op, PyObject *arg)
{
	Holder *self = (Holder *) op;
	PyObject *repr = PyObject_Repr(arg);

	if (!repr)
		return NULL;
	Py_XSETREF(self->result, repr);
	Py_RETURN_NONE;
}

static PyObject *swap_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Holder *self = (Holder *) op;
	PyObject *tmp = self->in.first;

	self->in.first = self->in.second;
	self->in.second = tmp;
	Py_RETURN_NONE;
}

static PyObject *static_bad(PyObject *self, PyObject *arg)
{
	Py_XDECREF(last_error); // expect: dangling-field 'last_error'
	last_error = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *static_ok(PyObject *self, PyObject *arg)
{
	Py_XSETREF(last_error, Py_NewRef(arg));
	Py_RETURN_NONE;
}

static PyMethodDef holder_methods[] = {
	{ "nested_bad", nested_bad, METH_O, NULL },
	{ "nested", nested_ok, METH_O, NULL },
	{ "index_bad", index_bad, METH_NOARGS, NULL },
	{ "index", index_ok, METH_NOARGS, NULL },
	{ "all_bad", all_bad, METH_NOARGS, NULL },
	{ "all", all_ok, METH_NOARGS, NULL },
	{ "replace", replace_ok, METH_O, NULL },
	{ "release_bad", release_bad, METH_O, NULL },
	{ "through", through, METH_O, NULL },
	{ "failed_bad", failed_bad, METH_O, NULL },
	{ "failed", failed_ok, METH_O, NULL },
	{ "swap", swap_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyTypeObject holder_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Holder", .tp_basicsize = sizeof (Holder),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_traverse = holder_traverse,
	.tp_clear = holder_clear_ok, .tp_dealloc = holder_dealloc_ok,
	.tp_methods = holder_methods,
};
static PyMethodDef methods[] = {
	{ "static_bad", static_bad, METH_O, NULL },
	{ "static", static_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_helpers(void)
{
	if (PyType_Ready(&holder_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
