// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13 args=free-threading skip-if=python>=3.13
// Stores to shared state, with a lock and without.
#include <Python.h>

/* As with the headers that have critical sections. */
#undef PY_MINOR_VERSION
#define PY_MINOR_VERSION 13
#include <pthread.h>

typedef struct { void *a, *b; } CriticalSection;
typedef struct { unsigned char bits; } Mutex;
void PyCriticalSection_Begin(CriticalSection *c, PyObject *o);
void PyCriticalSection_End(CriticalSection *c);
void PyMutex_Lock(Mutex *m);
void PyMutex_Unlock(Mutex *m);

typedef struct {
	PyObject_HEAD
	long n;
	Mutex mutex;
	PyObject *last;
} Box;

static long calls;
static const long limit = 10;
static pthread_mutex_t calls_lock = PTHREAD_MUTEX_INITIALIZER;

static PyObject *count_bad(PyObject *self, PyObject *arg)
{
	calls++; // expect: unlocked-state 'calls'
	return PyLong_FromLong(limit);
}

static PyObject *count_pthread_ok(PyObject *self, PyObject *arg)
{
	pthread_mutex_lock(&calls_lock);
	calls++;
	pthread_mutex_unlock(&calls_lock);
	Py_RETURN_NONE;
}

static PyObject *count_atomic_ok(PyObject *self, PyObject *arg)
{
	__atomic_fetch_add(&calls, 1, __ATOMIC_SEQ_CST);
	Py_RETURN_NONE;
}

static PyObject *local_ok(PyObject *self, PyObject *arg)
{
	long n = 0;
	long a[4] = { 1, 2, 3, 4 };

	for (int i = 0; i < 4; i++)
		n += a[i];
	return PyLong_FromLong(n);
}

static PyObject *box_add_bad(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	self->n += 2; // expect: unlocked-state 'self->n'
	Py_RETURN_NONE;
}

static PyObject *box_section_ok(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;
	CriticalSection c;

	PyCriticalSection_Begin(&c, op);
	self->n += 2;
	PyCriticalSection_End(&c);
	Py_RETURN_NONE;
}

static PyObject *box_mutex_ok(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	PyMutex_Lock(&self->mutex);
	self->n += 2;
	PyMutex_Unlock(&self->mutex);
	Py_RETURN_NONE;
}

static PyObject *box_after_bad(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	PyMutex_Lock(&self->mutex);
	self->n += 2;
	PyMutex_Unlock(&self->mutex);
	self->n = 0; // expect: unlocked-state 'self->n'
	Py_RETURN_NONE;
}

static PyObject *box_one_way_bad(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	if (PyLong_Check(arg)) {
		PyMutex_Lock(&self->mutex);
		self->n += 2;
		PyMutex_Unlock(&self->mutex);
	} else {
		self->n = 0; // expect: unlocked-state 'self->n'
	}
	Py_RETURN_NONE;
}

static void bump(Box *self)
{
	self->n++;
}

static PyObject *box_helper_ok(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;

	PyMutex_Lock(&self->mutex);
	bump(self);
	PyMutex_Unlock(&self->mutex);
	Py_RETURN_NONE;
}

static void drop(Box *self)
{
	self->n--; // expect: unlocked-state 'self->n'
}

static PyObject *box_helper_told_there_ok(PyObject *op, PyObject *arg)
{
	drop((Box *) op);
	Py_RETURN_NONE;
}

static int set_last_bad(PyObject *op, PyObject *value, void *closure)
{
	Box *self = (Box *) op;
	PyObject *old = self->last;

	Py_XINCREF(value);
	self->last = value; // expect: unlocked-state 'self->last'
	Py_XDECREF(old);
	return 0;
}

static PyObject *read_ok(PyObject *op, void *closure)
{
	return PyLong_FromLong(((Box *) op)->n);
}

static PyObject *walk_bad(PyObject *self, PyObject *d)
{
	PyObject *k, *v;
	Py_ssize_t pos = 0, n = 0;

	if (!PyDict_Check(d))
		Py_RETURN_NONE;
	while (PyDict_Next(d, &pos, &k, &v)) // expect: unlocked-state 'PyDict_Next'
		n++;
	return PyLong_FromSsize_t(n);
}

static PyObject *walk_ok(PyObject *self, PyObject *d)
{
	PyObject *k, *v;
	Py_ssize_t pos = 0, n = 0;
	CriticalSection c;

	if (!PyDict_Check(d))
		Py_RETURN_NONE;
	PyCriticalSection_Begin(&c, d);
	while (PyDict_Next(d, &pos, &k, &v))
		n++;
	PyCriticalSection_End(&c);
	return PyLong_FromSsize_t(n);
}

static int box_init_ok(PyObject *op, PyObject *args, PyObject *kw)
{
	((Box *) op)->n = 1;
	return 0;
}

static void box_dealloc_ok(PyObject *op)
{
	Py_CLEAR(((Box *) op)->last);
	PyObject_Free(op);
}

static PyMethodDef methods[] = {
	{ "a", count_bad, METH_NOARGS, NULL },
	{ "b", count_pthread_ok, METH_NOARGS, NULL },
	{ "c", count_atomic_ok, METH_NOARGS, NULL },
	{ "d", local_ok, METH_NOARGS, NULL },
	{ "e", box_add_bad, METH_NOARGS, NULL },
	{ "f", box_section_ok, METH_NOARGS, NULL },
	{ "g", box_mutex_ok, METH_NOARGS, NULL },
	{ "h", box_after_bad, METH_NOARGS, NULL },
	{ "i", box_one_way_bad, METH_O, NULL },
	{ "j", box_helper_ok, METH_NOARGS, NULL },
	{ "k", box_helper_told_there_ok, METH_NOARGS, NULL },
	{ "l", walk_bad, METH_O, NULL },
	{ "m", walk_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyGetSetDef getset[] = {
	{ "last", NULL, set_last_bad, NULL, NULL },
	{ "n", read_ok, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyTypeObject Box_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Box", .tp_basicsize = sizeof(Box),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_init = box_init_ok, .tp_dealloc = box_dealloc_ok,
	.tp_methods = methods, .tp_getset = getset,
};
