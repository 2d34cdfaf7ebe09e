// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* direct parse bad */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	PyObject *cb;
	PyObject *data;
} T;

static int T_init(T *self, PyObject *args, PyObject *kw)
{
	if (!PyArg_ParseTuple(args, "OO", &self->cb, &self->data)) // expect: reinit-leak 'self->cb'
		return -1;
	Py_INCREF(self->cb);
	Py_INCREF(self->data);
	return 0;
}

static void T_dealloc(T *self)
{
	Py_XDECREF(self->cb);
	Py_XDECREF(self->data);
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
