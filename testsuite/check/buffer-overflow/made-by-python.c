// SPDX-License-Identifier: GPL-3.0-or-later
/* A tuple or list as long as Python code likes: made of what that passed, or
 * the result of a call of its own. */
#include <Python.h>

static PyObject *tuple_bad(PyObject *self, PyObject *o)
{
	PyObject *t = PySequence_Tuple(o), *r;

	if (!t)
		return NULL;
	r = Py_NewRef(PyTuple_GET_ITEM(t, 1)); // expect: buffer-overflow 't'
	Py_DECREF(t);
	return r;
}

static PyObject *tuple_ok(PyObject *self, PyObject *o)
{
	PyObject *t = PySequence_Tuple(o), *r;

	if (!t)
		return NULL;
	if (Py_SIZE(t) < 2) {
		Py_DECREF(t);
		return PyErr_Format(PyExc_ValueError, "two are wanted");
	}
	r = Py_NewRef(PyTuple_GET_ITEM(t, 1));
	Py_DECREF(t);
	return r;
}

static PyObject *fast_bad(PyObject *self, PyObject *o)
{
	PyObject *f = PySequence_Fast(o, "no sequence"), *r;

	if (!f)
		return NULL;
	r = Py_NewRef(PySequence_Fast_GET_ITEM(f, 0)); // expect: buffer-overflow 'f'
	Py_DECREF(f);
	return r;
}

static PyObject *fast_ok(PyObject *self, PyObject *o)
{
	PyObject *f = PySequence_Fast(o, "no sequence"), *r;

	if (!f)
		return NULL;
	if (PySequence_Fast_GET_SIZE(f) < 1) {
		Py_DECREF(f);
		return PyErr_Format(PyExc_ValueError, "one is wanted");
	}
	r = Py_NewRef(PySequence_Fast_GET_ITEM(f, 0));
	Py_DECREF(f);
	return r;
}

/* What it was made of was counted. */
static PyObject *counted_ok(PyObject *self, PyObject *o)
{
	PyObject *f, *r;

	if (PySequence_Size(o) != 2) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "two are wanted");
		return NULL;
	}
	f = PySequence_Fast(o, "no sequence");
	if (!f)
		return NULL;
	r = Py_NewRef(PySequence_Fast_GET_ITEM(f, 1));
	Py_DECREF(f);
	return r;
}

static PyObject *result_bad(PyObject *self, PyObject *o)
{
	PyObject *t = PyObject_CallNoArgs(o), *r;

	if (!t)
		return NULL;
	if (!PyTuple_Check(t)) {
		Py_DECREF(t);
		return PyErr_Format(PyExc_TypeError, "a tuple is wanted");
	}
	r = Py_NewRef(PyTuple_GET_ITEM(t, 1)); // expect: buffer-overflow 't'
	Py_DECREF(t);
	return r;
}

static PyObject *result_ok(PyObject *self, PyObject *o)
{
	PyObject *t = PyObject_CallNoArgs(o), *r;

	if (!t)
		return NULL;
	if (!PyTuple_Check(t) || PyTuple_GET_SIZE(t) != 2) {
		Py_DECREF(t);
		return PyErr_Format(PyExc_TypeError, "a pair is wanted");
	}
	r = Py_NewRef(PyTuple_GET_ITEM(t, 1));
	Py_DECREF(t);
	return r;
}

static PyObject *truth_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PySequence_List(o), *r;

	if (!l)
		return NULL;
	if (PyObject_IsTrue(l) != 1) {
		Py_DECREF(l);
		return PyErr_Format(PyExc_ValueError, "one is wanted");
	}
	r = Py_NewRef(PyList_GET_ITEM(l, 0));
	Py_DECREF(l);
	return r;
}

static PyObject *longer_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PySequence_List(o), *r;

	if (!l)
		return NULL;
	if (PyList_Append(l, Py_None) < 0) {
		Py_DECREF(l);
		return NULL;
	}
	r = Py_NewRef(PyList_GET_ITEM(l, 0));
	Py_DECREF(l);
	return r;
}

static PyObject *second_bad(PyObject *self, PyObject *o)
{
	PyObject *sep = PyUnicode_FromString(":"), *l, *r;

	if (!sep)
		return NULL;
	l = PyUnicode_Split(o, sep, -1);
	Py_DECREF(sep);
	if (!l)
		return NULL;
	r = Py_NewRef(PyList_GET_ITEM(l, 1)); // expect: buffer-overflow 'l'
	Py_DECREF(l);
	return r;
}

/* Whatever is split has one part. */
static PyObject *first_ok(PyObject *self, PyObject *o)
{
	PyObject *sep = PyUnicode_FromString(":"), *l, *r;

	if (!sep)
		return NULL;
	l = PyUnicode_Split(o, sep, -1);
	Py_DECREF(sep);
	if (!l)
		return NULL;
	r = Py_NewRef(PyList_GET_ITEM(l, 0));
	Py_DECREF(l);
	return r;
}

PyMethodDef methods[] = {
	{ "tuple_bad", tuple_bad, METH_O, NULL },
	{ "tuple_ok", tuple_ok, METH_O, NULL },
	{ "fast_bad", fast_bad, METH_O, NULL },
	{ "fast_ok", fast_ok, METH_O, NULL },
	{ "counted_ok", counted_ok, METH_O, NULL },
	{ "result_bad", result_bad, METH_O, NULL },
	{ "result_ok", result_ok, METH_O, NULL },
	{ "truth_ok", truth_ok, METH_O, NULL },
	{ "longer_ok", longer_ok, METH_O, NULL },
	{ "second_bad", second_bad, METH_O, NULL },
	{ "first_ok", first_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
