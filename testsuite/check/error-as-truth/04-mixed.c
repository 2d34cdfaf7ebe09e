// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Helpers of which some failures are true; failures told by NULL as well. */
#include <Python.h>

struct code { PyObject *list; int is_full; };

static int new_block(struct code *c)
{
	return PyList_Append(c->list, Py_None) < 0 ? -1 : 0;
}

static int add(struct code *c, PyObject *op)
{
	if (c->is_full && new_block(c) < 0)
		return -1; // expect: error-as-truth 'add' '0 for others'
	if (PyList_Append(c->list, op) < 0)
		return 0;
	return 1;
}

static int add_none(struct code *c)
{
	return add(c, Py_None);
}

static PyObject *assemble(PyObject *self, PyObject *o)
{
	struct code c = { o, 1 };

	if (!PyList_Check(o)) {
		PyErr_BadArgument();
		return NULL;
	}
	if (!add(&c, o))
		return NULL;
	if (!add_none(&c))
		return NULL;
	if (!add_none(&c))
		return NULL;
	Py_RETURN_NONE;
}

static int append(PyObject *list, PyObject *o)
{
	return PyList_Append(list, o) < 0 ? -1 : 1;
}

static PyObject *appended_bad(PyObject *self, PyObject *o)
{
	if (!append(o, Py_None)) // expect: error-as-truth 'append'
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *looked_up_ok(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (_PyObject_LookupAttr(o, self, &r) == 0)
		return Py_NewRef(self);
	return r;
}

static PyObject *looked_up_bad(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (_PyObject_LookupAttr(o, self, &r)) { // expect: error-as-truth '_PyObject_LookupAttr'
		Py_XDECREF(r);
		Py_RETURN_TRUE;
	}
	Py_RETURN_FALSE;
}

static PyMethodDef methods[] = {
	{ "assemble", assemble, METH_O, NULL },
	{ "appended_bad", appended_bad, METH_O, NULL },
	{ "looked_up_ok", looked_up_ok, METH_O, NULL },
	{ "looked_up_bad", looked_up_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "mixed", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_mixed(void)
{
	return PyModule_Create(&module);
}
