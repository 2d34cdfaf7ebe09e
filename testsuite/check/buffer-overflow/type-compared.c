// SPDX-License-Identifier: GPL-3.0-or-later
/* Another type than tuple and list can say how many items there are: who is
 * compared with a struct sequence has its fields. */
#include <Python.h>
#include <structseq.h>

static PyTypeObject *seq_type;
static PyTypeObject Seq_Type;

static PyObject *pointer_ok(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || Py_TYPE(o) != seq_type)
		return PyErr_Format(PyExc_TypeError, "no sequence");
	return Py_NewRef(PyTuple_GET_ITEM(o, 2));
}

static PyObject *static_ok(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || Py_TYPE(o) != &Seq_Type)
		return PyErr_Format(PyExc_TypeError, "no sequence");
	return Py_NewRef(PyTuple_GET_ITEM(o, 2));
}

static PyObject *subtype_ok(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o) || !PyType_IsSubtype(Py_TYPE(o), seq_type))
		return PyErr_Format(PyExc_TypeError, "no sequence");
	return Py_NewRef(PyTuple_GET_ITEM(o, 2));
}

static PyObject *tuple_bad(PyObject *self, PyObject *o)
{
	if (Py_TYPE(o) != &PyTuple_Type)
		return PyErr_Format(PyExc_TypeError, "no tuple");
	return Py_NewRef(PyTuple_GET_ITEM(o, 2)); // expect: buffer-overflow 'item 2'
}

static PyObject *list_bad(PyObject *self, PyObject *o)
{
	if (Py_TYPE(o) != &PyList_Type)
		return PyErr_Format(PyExc_TypeError, "no list");
	return Py_NewRef(PyList_GET_ITEM(o, 0)); // expect: buffer-overflow 'item 0'
}

/* That its name is told says nothing. */
static PyObject *name_bad(PyObject *self, PyObject *o)
{
	if (!PyTuple_Check(o))
		return PyErr_Format(PyExc_TypeError, "not %s",
				    Py_TYPE(o)->tp_name);
	return Py_NewRef(PyTuple_GET_ITEM(o, 2)); // expect: buffer-overflow 'item 2'
}

PyMethodDef methods[] = {
	{ "pointer_ok", pointer_ok, METH_O, NULL },
	{ "static_ok", static_ok, METH_O, NULL },
	{ "subtype_ok", subtype_ok, METH_O, NULL },
	{ "tuple_bad", tuple_bad, METH_O, NULL },
	{ "list_bad", list_bad, METH_O, NULL },
	{ "name_bad", name_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
