// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* gc object free bad */
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
	PyObject *cb, *data;

	if (!PyArg_ParseTuple(args, "OO", &cb, &data))
		return -1;
	Py_XSETREF(self->cb, Py_NewRef(cb));
	Py_XSETREF(self->data, Py_NewRef(data));
	return 0;
}

static int T_traverse(T *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(self->cb);
	Py_VISIT(self->data);
	return 0;
}

static int T_clear(T *self)
{
	Py_CLEAR(self->cb);
	Py_CLEAR(self->data);
	return 0;
}

static void T_dealloc(T *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	T_clear(self);
	PyObject_Free(self); // expect: gc-protocol 'm.T'
	Py_DECREF(type);
}

static PyType_Slot slots[] = {
	{ Py_tp_init, T_init },
	{ Py_tp_dealloc, T_dealloc },
	{ Py_tp_traverse, T_traverse },
	{ Py_tp_clear, T_clear },
	{ 0, NULL }
};

static PyType_Spec spec = {
	.name = "m.T",
	.basicsize = sizeof(T),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
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
