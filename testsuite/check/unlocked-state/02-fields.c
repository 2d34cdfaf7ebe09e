// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13 args=free-threading skip-if=python>=3.13
/* Fields of objects that threads share. */
#include <Python.h>
#include <stddef.h>
#include <structmember.h>

#undef PY_MINOR_VERSION
#define PY_MINOR_VERSION 13
typedef struct { void *a, *b; } PyCriticalSection;
typedef struct { void *a, *b, *c; } PyCriticalSection2;
typedef struct { unsigned char bits; } PyMutex;
void PyCriticalSection_Begin(PyCriticalSection *c, PyObject *o);
void PyCriticalSection_End(PyCriticalSection *c);
void PyCriticalSection2_Begin(PyCriticalSection2 *c, PyObject *a, PyObject *b);
void PyCriticalSection2_End(PyCriticalSection2 *c);
void PyMutex_Lock(PyMutex *m);
void PyMutex_Unlock(PyMutex *m);
#define Py_BEGIN_CRITICAL_SECTION(op) { PyCriticalSection _py_cs; \
	PyCriticalSection_Begin(&_py_cs, (PyObject *) (op));
#define Py_END_CRITICAL_SECTION() PyCriticalSection_End(&_py_cs); }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) { PyCriticalSection2 _py_cs2; \
	PyCriticalSection2_Begin(&_py_cs2, (PyObject *) (a), (PyObject *) (b));
#define Py_END_CRITICAL_SECTION2() PyCriticalSection2_End(&_py_cs2); }

typedef struct {
	PyObject_HEAD
	long n, hits;
	PyMutex mutex;
	PyObject *last, *name;
	char *data;
} Box;

static PyObject *inc_bad(Box *self, PyObject *unused)
{
	self->n++; // expect: unlocked-state 'n'
	Py_RETURN_NONE;
}

static PyObject *inc_ok(Box *self, PyObject *unused)
{
	Py_BEGIN_CRITICAL_SECTION(self)
	self->n++;
	Py_END_CRITICAL_SECTION()
	Py_RETURN_NONE;
}

static PyObject *inc_mutex_ok(Box *self, PyObject *unused)
{
	PyMutex_Lock(&self->mutex);
	self->n++;
	PyMutex_Unlock(&self->mutex);
	Py_RETURN_NONE;
}

static PyObject *inc_atomic_ok(Box *self, PyObject *unused)
{
	__atomic_add_fetch(&self->hits, 1, __ATOMIC_SEQ_CST);
	Py_RETURN_NONE;
}

/* The section ends before the store. */
static PyObject *late_bad(Box *self, PyObject *unused)
{
	long n;

	Py_BEGIN_CRITICAL_SECTION(self)
	n = self->n;
	Py_END_CRITICAL_SECTION()
	self->n = n + 1; // expect: unlocked-state 'n'
	return PyLong_FromLong(n);
}

static PyObject *set_last_bad(Box *self, PyObject *arg)
{
	Py_XSETREF(self->last, Py_NewRef(arg)); // expect: unlocked-state 'last'
	Py_RETURN_NONE;
}

static PyObject *set_last_ok(Box *self, PyObject *arg)
{
	PyObject *old;

	Py_BEGIN_CRITICAL_SECTION(self)
	old = self->last;
	self->last = Py_NewRef(arg);
	Py_END_CRITICAL_SECTION()
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *swap_ok(Box *self, PyObject *arg)
{
	Box *other = (Box *) arg;
	long n;

	if (!Py_IS_TYPE(arg, Py_TYPE(self)))
		return PyErr_Format(PyExc_TypeError, "no box");
	Py_BEGIN_CRITICAL_SECTION2(self, other)
	n = self->n;
	self->n = other->n;
	other->n = n;
	Py_END_CRITICAL_SECTION2()
	Py_RETURN_NONE;
}

/* A helper that says by its name that the lock is held, and is. */
static void add_locked(Box *self, long n)
{
	self->n += n;
}

static PyObject *add_ok(Box *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	Py_BEGIN_CRITICAL_SECTION(self)
	add_locked(self, n);
	Py_END_CRITICAL_SECTION()
	Py_RETURN_NONE;
}

static void touch(Box *self)
{
	self->hits++; // expect: unlocked-state 'hits'
}

static PyObject *touch_caller(Box *self, PyObject *arg)
{
	touch(self);
	Py_RETURN_NONE;
}

static int set_name_bad(Box *self, PyObject *value, void *closure)
{
	if (!value) {
		PyErr_SetString(PyExc_TypeError, "cannot delete");
		return -1;
	}
	Py_XSETREF(self->name, Py_NewRef(value)); // expect: unlocked-state 'name'
	return 0;
}

static PyObject *get_name_ok(Box *self, void *closure)
{
	PyObject *r;

	Py_BEGIN_CRITICAL_SECTION(self)
	r = Py_XNewRef(self->name);
	Py_END_CRITICAL_SECTION()
	if (!r)
		Py_RETURN_NONE;
	return r;
}

/* Nobody else can see it yet, or any more. */
static PyObject *box_new_ok(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Box *self = (Box *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->n = 1;
	self->name = Py_NewRef(Py_None);
	return (PyObject *) self;
}

static void box_dealloc_ok(Box *self)
{
	PyTypeObject *type = Py_TYPE(self);

	Py_CLEAR(self->last);
	Py_CLEAR(self->name);
	self->n = 0;
	type->tp_free(self);
	Py_DECREF(type);
}

/* A copy that the method makes is its own. */
static PyObject *copy_ok(Box *self, PyObject *arg)
{
	Box *r = (Box *) Py_TYPE(self)->tp_alloc(Py_TYPE(self), 0);

	if (!r)
		return NULL;
	r->n = 7;
	return (PyObject *) r;
}

static PyObject *keys_bad(PyObject *self, PyObject *dict)
{
	PyObject *key, *value, *list = PyList_New(0);
	Py_ssize_t pos = 0;

	if (!list)
		return NULL;
	if (!PyDict_CheckExact(dict)) {
		Py_DECREF(list);
		return PyErr_Format(PyExc_TypeError, "no dict");
	}
	while (PyDict_Next(dict, &pos, &key, &value)) // expect: unlocked-state 'PyDict_Next'
		if (PyList_Append(list, value) < 0) {
			Py_DECREF(list);
			return NULL;
		}
	return list;
}

static PyObject *keys_ok(PyObject *self, PyObject *dict)
{
	PyObject *key, *value;
	Py_ssize_t pos = 0, n = 0;

	if (!PyDict_CheckExact(dict))
		return PyErr_Format(PyExc_TypeError, "no dict");
	Py_BEGIN_CRITICAL_SECTION(dict)
	while (PyDict_Next(dict, &pos, &key, &value))
		n++;
	Py_END_CRITICAL_SECTION()
	return PyLong_FromSsize_t(n);
}

static PyObject *own_dict_ok(PyObject *self, PyObject *arg)
{
	PyObject *key, *value, *dict = PyDict_New();
	Py_ssize_t pos = 0, n = 0;

	if (!dict)
		return NULL;
	if (PyDict_SetItem(dict, arg, Py_None) < 0) {
		Py_DECREF(dict);
		return NULL;
	}
	while (PyDict_Next(dict, &pos, &key, &value))
		n++;
	Py_DECREF(dict);
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "inc_bad", (PyCFunction) inc_bad, METH_NOARGS, NULL },
	{ "inc_ok", (PyCFunction) inc_ok, METH_NOARGS, NULL },
	{ "inc_mutex_ok", (PyCFunction) inc_mutex_ok, METH_NOARGS, NULL },
	{ "inc_atomic_ok", (PyCFunction) inc_atomic_ok, METH_NOARGS, NULL },
	{ "late_bad", (PyCFunction) late_bad, METH_NOARGS, NULL },
	{ "set_last_bad", (PyCFunction) set_last_bad, METH_O, NULL },
	{ "set_last_ok", (PyCFunction) set_last_ok, METH_O, NULL },
	{ "swap_ok", (PyCFunction) swap_ok, METH_O, NULL },
	{ "add_ok", (PyCFunction) add_ok, METH_O, NULL },
	{ "touch", (PyCFunction) touch_caller, METH_NOARGS, NULL },
	{ "copy_ok", (PyCFunction) copy_ok, METH_NOARGS, NULL },
	{ "keys_bad", keys_bad, METH_O, NULL },
	{ "keys_ok", keys_ok, METH_O, NULL },
	{ "own_dict_ok", own_dict_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef getset[] = {
	{ "name", (getter) get_name_ok, (setter) set_name_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot box_slots[] = {
	{ Py_tp_new, box_new_ok },
	{ Py_tp_dealloc, box_dealloc_ok },
	{ Py_tp_methods, methods },
	{ Py_tp_getset, getset },
	{ 0, NULL },
};

PyType_Spec box_spec = {
	"box.Box", sizeof (Box), 0, Py_TPFLAGS_DEFAULT, box_slots,
};
