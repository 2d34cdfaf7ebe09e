/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: skip-if=python>=3.12
/* A converter that releases when it is called with NULL: by PyArg_Parse, which
 * asks a converter for that that returned Py_CLEANUP_SUPPORTED, and by hand.
 * source: Python/getargs.c, cleanup_convert. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int matrix(PyObject *object, void *address)
{
	Py_buffer *view = address;

	if (!object)
		goto exit;
	if (PyObject_GetBuffer(object, view, PyBUF_ND) < 0) {
		PyErr_SetString(PyExc_RuntimeError, "not an array");
		return 0;
	}
	if (view->ndim != 2) {
		PyErr_Format(PyExc_RuntimeError, "rank %d", view->ndim);
		goto exit;
	}
	return Py_CLEANUP_SUPPORTED;
exit:
	PyBuffer_Release(view);
	return 0;
}

PyObject *released_ok(PyObject *self, PyObject *args)
{
	Py_buffer m;
	PyObject *result = NULL;

	m.obj = NULL;
	if (!PyArg_ParseTuple(args, "O&", matrix, &m))
		return NULL;
	if (m.shape[0] == 3)
		result = Py_NewRef(Py_None);
	else
		PyErr_SetString(PyExc_RuntimeError, "size");
	matrix(NULL, &m);
	return result;
}

PyObject *forgotten_bad(PyObject *self, PyObject *args)
{
	Py_buffer m;

	m.obj = NULL;
	if (!PyArg_ParseTuple(args, "O&", matrix, &m))
		return NULL;
	if (m.shape[0] != 3) {
		PyErr_SetString(PyExc_RuntimeError, "size");
		return NULL; // expect: resource-leak
	}
	matrix(NULL, &m);
	return Py_NewRef(Py_None);
}

/* A slot that the unit itself calls as well, with an exception set. */
static int value_set(PyObject *self, PyObject *value, void *closure)
{
	PyObject **p = (PyObject **) closure;

	if (!value) {
		Py_CLEAR(*p);
		return 0;
	}
	Py_XSETREF(*p, Py_NewRef(value));
	return 0;
}

static PyGetSetDef getset[] = {
	{ "value", NULL, value_set, NULL, NULL },
	{ NULL }
};

PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.T",
	.tp_getset = getset,
};

PyObject *still_set_ok(PyObject *self, PyObject **held)
{
	if (PyObject_IsTrue(self) < 0) {
		value_set(self, NULL, held);
		return NULL;
	}
	Py_RETURN_NONE;
}
