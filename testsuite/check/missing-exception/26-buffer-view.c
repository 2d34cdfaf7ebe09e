/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bf_getbuffer always gets a view to fill, tp_getattr a name. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int buffer_ok(PyObject *o, Py_buffer *v, int flags)
{
	if (v == NULL)
		return -1;
	return PyBuffer_FillInfo(v, o, "", 0, 1, flags);
}

static int buffer_bad(PyObject *o, Py_buffer *v, int flags)
{
	if (flags & PyBUF_WRITABLE)
		return -1; // expect: missing-exception 'returns -1'
	return PyBuffer_FillInfo(v, o, "", 0, 1, flags);
}

static PyObject *attr_ok(PyObject *o, char *name)
{
	return name ? PyUnicode_FromString(name) : NULL;
}

static PyBufferProcs procs_ok = { buffer_ok, NULL };
static PyBufferProcs procs_bad = { buffer_bad, NULL };
PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok",
	.tp_as_buffer = &procs_ok,
	.tp_getattr = attr_ok,
};
PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad",
	.tp_as_buffer = &procs_bad,
};
