// SPDX-License-Identifier: GPL-3.0-or-later
/* The array of arguments of a fast call is read, and nobody asks how many there
 * are. */
#include <Python.h>

static PyObject *same_bad(PyObject *self, PyObject *const *args,
			  Py_ssize_t nargs)
{
	PyObject *a = args[0]; // expect: buffer-overflow
	PyObject *b = args[1];

	return PyObject_RichCompare(a, b, Py_EQ);
}

static PyObject *same_kw_bad(PyObject *self, PyObject *const *args,
			     Py_ssize_t nargs, PyObject *kwnames)
{
	if (kwnames && PyTuple_GET_SIZE(kwnames))
		return PyErr_Format(PyExc_TypeError, "no keywords");
	return PyObject_Str(args[0]); // expect: buffer-overflow
}

/* The values of keywords stand behind those of the others. */
static PyObject *keyword_ok(PyObject *self, PyObject *const *args,
			    Py_ssize_t nargs, PyObject *kwnames)
{
	if (!kwnames || PyTuple_GET_SIZE(kwnames) != 1)
		return PyErr_Format(PyExc_TypeError, "one keyword");
	return PyObject_Str(args[0]);
}

static PyObject *keyword_too_ok(PyObject *self, PyObject *const *args,
				Py_ssize_t nargs, PyObject *kwnames)
{
	if (nargs == 1 && kwnames && PyTuple_GET_SIZE(kwnames) == 1)
		return PyObject_Str(args[1]);
	Py_RETURN_NONE;
}

static int take_two(Py_ssize_t *n)
{
	if (*n >= 2)
		return 0;
	PyErr_SetString(PyExc_TypeError, "two arguments");
	return -1;
}

static PyObject *by_address_ok(PyObject *self, PyObject *const *args,
			       Py_ssize_t nargs)
{
	if (take_two(&nargs) < 0)
		return NULL;
	return PyObject_Str(args[1]);
}

static PyObject *of_class_bad(PyObject *self, PyTypeObject *cls,
			      PyObject *const *args, size_t nargs,
			      PyObject *kwnames)
{
	return PyObject_Str(args[1]); // expect: buffer-overflow
}

static int take(Py_ssize_t nargs, Py_ssize_t n)
{
	if (nargs == n)
		return 0;
	PyErr_Format(PyExc_TypeError, "%zd arguments wanted", n);
	return -1;
}

static PyObject *same_ok(PyObject *self, PyObject *const *args,
			 Py_ssize_t nargs)
{
	if (take(nargs, 2) < 0)
		return NULL;
	return PyObject_RichCompare(args[0], args[1], Py_EQ);
}

/* METH_O passes one. */
static PyObject *str_ok(PyObject *self, PyObject *arg)
{
	PyObject *const *args = &arg;

	return PyObject_Str(args[0]);
}

static PyMethodDef methods[] = {
	{ "same_bad", (PyCFunction) (void (*)(void)) same_bad, METH_FASTCALL,
	  NULL },
	{ "same_kw_bad", (PyCFunction) (void (*)(void)) same_kw_bad,
	  METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "keyword_ok", (PyCFunction) (void (*)(void)) keyword_ok,
	  METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "keyword_too_ok", (PyCFunction) (void (*)(void)) keyword_too_ok,
	  METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "by_address_ok", (PyCFunction) (void (*)(void)) by_address_ok,
	  METH_FASTCALL, NULL },
	{ "of_class_bad", (PyCFunction) (void (*)(void)) of_class_bad,
	  METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "same_ok", (PyCFunction) (void (*)(void)) same_ok, METH_FASTCALL,
	  NULL },
	{ "str_ok", str_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject T = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.T",
	.tp_methods = methods };
