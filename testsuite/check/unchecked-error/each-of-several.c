// SPDX-License-Identifier: GPL-3.0-or-later
/* Each failure that nobody looks at is a defect, whatever was ignored before. */
#include <Python.h>

static PyObject *fill_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *l, *o;

	if (!PyArg_ParseTuple(args, "OOO", &d, &l, &o))
		return NULL;
	PyDict_SetItemString(d, "a", o); // expect: unchecked-error
	PyList_Append(l, o); // expect: unchecked-error
	PyDict_SetItemString(d, "b", o); // expect: unchecked-error
	PyObject_SetAttrString(o, "c", l); // expect: unchecked-error
	Py_RETURN_NONE;
}

/* The helper that tells success is to blame, at each place. */
static int fill(PyObject *d, PyObject *l, PyObject *o)
{
	PyDict_SetItemString(d, "a", o); // expect: unchecked-error
	PyList_Append(l, o); // expect: unchecked-error
	PyDict_SetItemString(d, "b", o); // expect: unchecked-error
	PyObject_SetAttrString(o, "c", l); // expect: unchecked-error
	return 0;
}

static PyObject *filled(PyObject *self, PyObject *args)
{
	PyObject *d, *l, *o;

	if (!PyArg_ParseTuple(args, "OOO", &d, &l, &o))
		return NULL;
	if (fill(d, l, o) < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* Once for all, at the end. */
static PyObject *fill_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *l, *o;

	if (!PyArg_ParseTuple(args, "OOO", &d, &l, &o))
		return NULL;
	PyDict_SetItemString(d, "a", o);
	PyDict_SetItemString(d, "b", o);
	if (PyErr_Occurred())
		return NULL;
	if (PyList_Append(l, o) < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* What stands beside a customary one is told of all the same. */
static int setup(PyObject *m, PyObject *const *names)
{
	PyObject *d = PyModule_GetDict(m), *v;

	PyModule_AddIntConstant(m, "A", 1);
	PyModule_AddIntConstant(m, "B", 2);
	v = PyUnicode_FromFormat("%U", names[0]);
	PyDict_SetItemString(d, "c", v ? v : Py_None); // expect: unchecked-error
	Py_XDECREF(v);
	return 0; // expect: stale-exception
}

static PyObject *names[1];
static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&def);

	if (!m)
		return NULL;
	if (setup(m, names) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}

static PyMethodDef methods[] = {
	{ "fill_bad", fill_bad, METH_VARARGS, NULL },
	{ "filled", filled, METH_VARARGS, NULL },
	{ "fill_ok", fill_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject T = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.T",
	.tp_methods = methods };
