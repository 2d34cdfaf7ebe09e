// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* file bad */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	char *buf;
	FILE *f;
	PyThread_type_lock lock;
} T;

static int T_init(T *self, PyObject *args, PyObject *kw)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return -1;
	self->f = fopen(s, "r"); // expect: reinit-leak 'self->f'
	if (!self->f) {
		PyErr_SetFromErrno(PyExc_OSError);
		return -1;
	}
	return 0;
}

static void T_dealloc(T *self)
{
	PyMem_Free(self->buf);
	if (self->f)
		fclose(self->f);
	if (self->lock)
		PyThread_free_lock(self->lock);
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
