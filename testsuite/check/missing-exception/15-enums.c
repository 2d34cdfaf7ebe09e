// SPDX-License-Identifier: GPL-3.0-or-later
/* What a switch over an enum leaves out; sizes that tell their failure. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum color { RED, GREEN };
struct pen { enum color color; };

static PyObject *by_color_ok(PyObject *self, PyObject *capsule)
{
	struct pen *p = (struct pen *) PyCapsule_GetPointer(capsule, "pen");
	PyObject *r = NULL;

	if (!p)
		return NULL;
	switch (p->color) {
	case RED:
		r = PyUnicode_FromString("red");
		break;
	case GREEN:
		r = PyUnicode_FromString("green");
		break;
	}
	return r;
}

static PyObject *one_missing_bad(PyObject *self, PyObject *capsule)
{
	struct pen *p = (struct pen *) PyCapsule_GetPointer(capsule, "pen");
	PyObject *r = NULL;

	if (!p)
		return NULL;
	switch (p->color) {
	case RED:
		r = PyUnicode_FromString("red");
		break;
	default:
		break;
	}
	return r; // expect: missing-exception
}

/* Python chose the number. */
static PyObject *by_number_bad(PyObject *self, PyObject *args)
{
	PyObject *r = NULL;
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	switch ((enum color) n) {
	case RED:
		r = PyUnicode_FromString("red");
		break;
	case GREEN:
		r = PyUnicode_FromString("green");
		break;
	}
	return r; // expect: missing-exception
}

static PyObject *hinted_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_LengthHint(o, 8);

	if (n == -1)
		return NULL;
	return PyLong_FromSsize_t(n);
}

static int set_ok(PyObject *self, PyObject *value, void *data)
{
	if (!PyNumber_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "a number is needed");
		return -1;
	}
	return 0;
}

static PyGetSetDef getsets[] = {
	{ "size", NULL, set_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyTypeObject pen_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "enums.Pen",
	.tp_basicsize = sizeof(PyObject),
	.tp_getset = getsets,
};

void *pen(void)
{
	return &pen_type;
}

static PyMethodDef methods[] = {
	{ "by_color_ok", by_color_ok, METH_O, NULL },
	{ "one_missing_bad", one_missing_bad, METH_O, NULL },
	{ "by_number_bad", by_number_bad, METH_VARARGS, NULL },
	{ "hinted_ok", hinted_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "enums", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_enums(void)
{
	return PyModule_Create(&module);
}
