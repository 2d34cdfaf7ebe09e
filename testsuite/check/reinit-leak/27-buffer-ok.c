// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* buffer ok */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	Py_buffer view;
} T;

static int T_init(T *self, PyObject *args, PyObject *kw)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O", &o))
		return -1;
	PyBuffer_Release(&self->view);
	if (PyObject_GetBuffer(o, &self->view, PyBUF_SIMPLE) < 0)
		return -1;
	return 0;
}

static void T_dealloc(T *self)
{
	PyBuffer_Release(&self->view);
	Py_TYPE(self)->tp_free(self);
}

static PyTypeObject T_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.T",
	.tp_basicsize = sizeof(T),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_init = (initproc) T_init,
	.tp_dealloc = (destructor) T_dealloc,
	.tp_new = PyType_GenericNew,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = -1,
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m;

	if (PyType_Ready(&T_Type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	if (PyModule_AddType(m, &T_Type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
