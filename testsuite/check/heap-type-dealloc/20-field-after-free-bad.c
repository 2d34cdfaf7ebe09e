// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* field after free bad */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

typedef struct {
	PyObject_HEAD
	char *buf;
	int n;
} T;

static int T_init(T *self, PyObject *args, PyObject *kw)
{
	PyMem_Free(self->buf);
	self->buf = PyMem_Calloc(1, 16);
	if (!self->buf) {
		PyErr_NoMemory();
		return -1;
	}
	self->n = 16;
	return 0;
}

static void T_dealloc(T *self)
{
	PyTypeObject *type = Py_TYPE(self);

	type->tp_free(self);
	PyMem_Free(self->buf); // expect: use-after-release 'self'
	Py_DECREF(type);
}

static PyType_Slot slots[] = {
	{ Py_tp_init, T_init },
	{ Py_tp_dealloc, T_dealloc },
	{ 0, NULL }
};

static PyType_Spec spec = {
	.name = "m.T",
	.basicsize = sizeof(T),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = -1,
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&module);
	PyObject *type;

	if (!m)
		return NULL;
	type = PyType_FromSpec(&spec);
	if (!type || PyModule_AddObjectRef(m, "T", type) < 0) {
		Py_XDECREF(type);
		Py_DECREF(m);
		return NULL;
	}
	Py_DECREF(type);
	return m;
}
