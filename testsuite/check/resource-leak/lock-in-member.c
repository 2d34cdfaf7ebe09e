/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lock that a member of the object points to, held where a method fails. */
#include <Python.h>
#include <pythread.h>

typedef struct {
	PyObject_HEAD
	PyThread_type_lock lock;
	int n;
} Device;

extern void device_touch(Device *d);

static PyObject *call_bad(PyObject *o, PyObject *f)
{
	Device *self = (Device *) o;
	long n;

	if (!PyThread_acquire_lock(self->lock, NOWAIT_LOCK))
		return PyErr_Format(PyExc_RuntimeError, "busy");
	n = PyLong_AsLong(f);
	if (n == -1 && PyErr_Occurred())
		return NULL; // expect: resource-leak 'lock'
	self->n = n;
	PyThread_release_lock(self->lock);
	Py_RETURN_NONE;
}
static PyObject *call_ok(PyObject *o, PyObject *f)
{
	Device *self = (Device *) o;
	long n;

	if (!PyThread_acquire_lock(self->lock, NOWAIT_LOCK))
		return PyErr_Format(PyExc_RuntimeError, "busy");
	n = PyLong_AsLong(f);
	if (n == -1 && PyErr_Occurred()) {
		PyThread_release_lock(self->lock);
		return NULL;
	}
	self->n = n;
	PyThread_release_lock(self->lock);
	Py_RETURN_NONE;
}
static PyObject *touched_ok(PyObject *o, PyObject *f)
{
	Device *self = (Device *) o;
	long n;

	if (!PyThread_acquire_lock(self->lock, NOWAIT_LOCK))
		return PyErr_Format(PyExc_RuntimeError, "busy");
	n = PyLong_AsLong(f);
	if (n == -1 && PyErr_Occurred()) {
		device_touch(self);
		PyThread_release_lock(self->lock);
		return NULL;
	}
	device_touch(self);
	PyThread_release_lock(self->lock);
	Py_RETURN_NONE;
}
/* The other method's to release. */
static PyObject *enter_ok(PyObject *o, PyObject *ignored)
{
	PyThread_acquire_lock(((Device *) o)->lock, WAIT_LOCK);
	return Py_NewRef(o);
}
static PyObject *exit_ok(PyObject *o, PyObject *args)
{
	PyThread_release_lock(((Device *) o)->lock);
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "call_bad", call_bad, METH_O }, { "call_ok", call_ok, METH_O },
	{ "touched", touched_ok, METH_O }, { "__enter__", enter_ok, METH_NOARGS },
	{ "__exit__", exit_ok, METH_VARARGS }, { NULL }
};
