/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One report for each test that lets too few arguments through. */
#include <Python.h>

static PyObject *twice_bad(PyObject *module, PyObject *const *args,
			   Py_ssize_t nargs)
{
	PyObject *last;

	if (nargs < 1)
		return PyErr_Format(PyExc_TypeError, "one at least");
	last = args[1];	// expect: buffer-overflow 'argument 1 of ‘args’'
	if (last == Py_None) {
		if (nargs < 3)
			return PyErr_Format(PyExc_TypeError, "three at least");
		last = args[3];	// expect: buffer-overflow 'argument 3 of ‘args’'
	}
	return Py_NewRef(last);
}

/* The second is of the same test. */
static PyObject *once_bad(PyObject *module, PyObject *const *args,
			  Py_ssize_t nargs)
{
	PyObject *first;

	if (nargs < 1)
		return PyErr_Format(PyExc_TypeError, "one at least");
	first = args[1];	// expect: buffer-overflow 'argument 1 of ‘args’'
	return PyTuple_Pack(2, first, args[2]);
}

static PyObject *both_ok(PyObject *module, PyObject *const *args,
			 Py_ssize_t nargs)
{
	PyObject *last;

	if (nargs < 2)
		return PyErr_Format(PyExc_TypeError, "two at least");
	last = args[1];
	if (last == Py_None) {
		if (nargs < 4)
			return PyErr_Format(PyExc_TypeError, "four at least");
		last = args[3];
	}
	return Py_NewRef(last);
}

static PyMethodDef methods[] = {
	{ "twice", (PyCFunction) (void (*)(void)) twice_bad, METH_FASTCALL,
	  NULL },
	{ "once", (PyCFunction) (void (*)(void)) once_bad, METH_FASTCALL,
	  NULL },
	{ "both", (PyCFunction) (void (*)(void)) both_ok, METH_FASTCALL,
	  NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "told", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_told(void)
{
	return PyModule_Create(&def);
}
