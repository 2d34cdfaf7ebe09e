// SPDX-License-Identifier: GPL-3.0-or-later
/* Callbacks that a library is handed when it is called without the GIL, and a
 * slot that is called without it. */
#include <Python.h>

typedef int (*callback)(void *data, int n);
int lib_scan(callback f, void *data);
int lib_set_callback(callback f, void *data);
int lib_each(callback f, void *data);

static int plain_bad(void *data, int n)
{
	PyObject *r = PyObject_CallFunction((PyObject *) data, "i", n); // expect: gil-not-held 'PyObject_CallFunction'

	if (!r) {
		PyErr_WriteUnraisable((PyObject *) data);
		return -1;
	}
	Py_DECREF(r);
	return 0;
}
static int taking_ok(void *data, int n)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction((PyObject *) data, "i", n);

	if (!r)
		PyErr_WriteUnraisable((PyObject *) data);
	Py_XDECREF(r);
	PyGILState_Release(state);
	return 0;
}
static int late_bad(void *data, int n)
{
	PyGILState_STATE state;

	if (!n)
		return PyList_Append((PyObject *) data, Py_None); // expect: gil-not-held 'PyList_Append'
	state = PyGILState_Ensure();
	if (PyList_Append((PyObject *) data, Py_None) < 0)
		PyErr_WriteUnraisable((PyObject *) data);
	PyGILState_Release(state);
	return 0;
}
/* Another function of the library is handed it with the GIL: that one may keep
 * it, and nobody knows. */
static int both_ok(void *data, int n)
{
	return PyList_Append((PyObject *) data, Py_None);
}
/* That the same one is called with it elsewhere is no excuse. */
static int both_bad(void *data, int n)
{
	return PyList_Append((PyObject *) data, Py_None); // expect: gil-not-held 'PyList_Append'
}
static int later_ok(void *data, int n)
{
	return PyList_Append((PyObject *) data, Py_None);
}
/* Who asks whether it is the one that is set knows another way to it. */
callback lib_current(void);
static int current_ok(void *data, int n)
{
	return PyList_Append((PyObject *) data, Py_None);
}
static int other_bad(void *data, int n)
{
	return PyList_Append((PyObject *) data, Py_None); // expect: gil-not-held 'PyList_Append'
}
PyObject *current(PyObject *self, PyObject *f)
{
	int n = lib_current() == current_ok;

	Py_BEGIN_ALLOW_THREADS
	n += lib_scan(current_ok, f);
	n += lib_scan(other_bad, f);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(n);
}
PyObject *scan(PyObject *self, PyObject *f)
{
	int n = lib_each(both_ok, f) + lib_scan(both_bad, f);

	Py_BEGIN_ALLOW_THREADS
	n += lib_scan(plain_bad, f);
	n += lib_scan(taking_ok, f);
	n += lib_scan(late_bad, f);
	n += lib_scan(both_ok, f);
	n += lib_scan(both_bad, f);
	n += lib_set_callback(later_ok, f);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(n);
}

typedef struct { PyObject_HEAD PyObject *a; void *handle; } T;
void lib_close(void *handle);

static int t_clear(T *self)
{
	Py_CLEAR(self->a);
	return 0;
}
static void t_dealloc(T *self)
{
	PyObject_GC_UnTrack(self);
	Py_BEGIN_ALLOW_THREADS
	lib_close(self->handle);
	t_clear(self); // expect: gil-not-held 't_clear'
	Py_END_ALLOW_THREADS
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static int t_traverse(T *self, visitproc visit, void *arg)
{
	Py_VISIT(self->a);
	return 0;
}
PyTypeObject t_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof(T),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) t_dealloc,
	.tp_traverse = (traverseproc) t_traverse, .tp_clear = (inquiry) t_clear,
};
/* A double can be no number. */
PyObject *sum(PyObject *self, double total)
{
	Py_BEGIN_ALLOW_THREADS
	if (total != total)
		PyErr_SetNone(PyExc_ValueError); // expect: gil-not-held
	Py_END_ALLOW_THREADS
	return PyFloat_FromDouble(total);
}
/* Several uses on one way are told once. */
PyObject *twice(PyObject *self, PyObject *list)
{
	Py_BEGIN_ALLOW_THREADS
	Py_INCREF(list); // expect: gil-not-held 'Py_INCREF'
	Py_DECREF(list);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}
