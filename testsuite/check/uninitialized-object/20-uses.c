// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c args=disable=type-slots,reinit-leak,missing-exception
/* What uses a field that only __init__ sets: functions of C, locks, helpers,
 * destructors, items of arrays; each with a twin. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct log { PyObject_HEAD FILE *fp; PyThread_type_lock lock; PyObject *name;
	PyObject *items; PyObject **slots; char *text; Py_ssize_t n; };

static int log_init(struct log *self, PyObject *args, PyObject *kwargs)
{
	PyObject *name;

	if (!PyArg_ParseTuple(args, "U", &name))
		return -1;
	self->fp = tmpfile();
	self->lock = PyThread_allocate_lock();
	Py_XSETREF(self->name, Py_NewRef(name));
	Py_XSETREF(self->items, PyList_New(0));
	self->slots = PyMem_Calloc(8, sizeof(*self->slots));
	self->text = PyMem_Malloc(10);
	return self->fp && self->lock && self->items && self->slots
		&& self->text ? 0 : -1;
}

/* A FILE that is not open. */
static PyObject *put_bad(struct log *self, PyObject *arg)
{
	if (fputs("line", self->fp) < 0) // expect: uninitialized-object 'fp'
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

static PyObject *put_ok(struct log *self, PyObject *arg)
{
	if (!self->fp) {
		PyErr_SetString(PyExc_ValueError, "not open");
		return NULL;
	}
	if (fputs("line", self->fp) < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

/* A lock that was not made. */
static PyObject *hit_bad(struct log *self, PyObject *unused)
{
	PyThread_acquire_lock(self->lock, WAIT_LOCK); // expect: uninitialized-object 'lock'
	PyThread_release_lock(self->lock);
	Py_RETURN_NONE;
}

static PyObject *hit_ok(struct log *self, PyObject *unused)
{
	if (self->lock == NULL)
		Py_RETURN_NONE;
	PyThread_acquire_lock(self->lock, WAIT_LOCK);
	PyThread_release_lock(self->lock);
	Py_RETURN_NONE;
}

/* In a helper, and in its helper. */
static Py_ssize_t room(struct log *l)
{
	return 100 - PyList_GET_SIZE(l->items);
}

static PyObject *room_bad(struct log *self, PyObject *unused)
{
	return PyLong_FromSsize_t(room(self)); // expect: uninitialized-object 'items'
}

static Py_ssize_t room_or_none(struct log *l)
{
	return l->items ? room(l) : 0;
}

static PyObject *room_ok(struct log *self, PyObject *unused)
{
	return PyLong_FromSsize_t(room_or_none(self));
}

/* A helper that makes it. */
static int ensure(struct log *l)
{
	if (!l->items)
		l->items = PyList_New(0);
	return l->items ? 0 : -1;
}

static PyObject *ensured_ok(struct log *self, PyObject *unused)
{
	if (ensure(self) < 0)
		return NULL;
	return PyLong_FromSsize_t(PyList_GET_SIZE(self->items));
}

/* The destructor runs on it, too. */
static void dealloc_bad(struct log *self)
{
	Py_DECREF(self->name); // expect: uninitialized-object 'name'
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static void dealloc_ok(struct log *self)
{
	Py_XDECREF(self->name);
	if (self->fp)
		fclose(self->fp);
	if (self->lock)
		PyThread_free_lock(self->lock);
	PyMem_Free(self->text);
	PyMem_Free(self->slots);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static int clear_bad(struct log *self)
{
	if (PyList_GET_SIZE(self->items) > 0) // expect: uninitialized-object 'items'
		Py_CLEAR(self->items);
	return 0;
}

/* An element of an array that is not there. */
static PyObject *slot_bad(struct log *self, PyObject *unused)
{
	return Py_NewRef(self->slots[0]); // expect: uninitialized-object 'slots'
}

static PyObject *slot_ok(struct log *self, PyObject *unused)
{
	if (self->n == 0)
		Py_RETURN_NONE;
	return Py_NewRef(self->slots[0]);
}

/* Nothing is read where the length is zero, which it is. */
static PyObject *bytes_ok(struct log *self, PyObject *unused)
{
	char buffer[16];

	memcpy(buffer, self->text, self->n);
	return PyBytes_FromStringAndSize(buffer, self->n);
}

static PyObject *length_bad(struct log *self, PyObject *unused)
{
	return PyLong_FromSize_t(strlen(self->text)); // expect: uninitialized-object 'text'
}

/* Slots of sequences and of iterators. */
static Py_ssize_t len_bad(struct log *self)
{
	return PyList_GET_SIZE(self->items); // expect: uninitialized-object 'items'
}

static Py_ssize_t len_ok(struct log *self)
{
	return self->items ? PyList_GET_SIZE(self->items) : 0;
}

static PyObject *get_bad(struct log *self, void *closure)
{
	return Py_NewRef(self->name); // expect: uninitialized-object 'name'
}

static PyObject *get_ok(struct log *self, void *closure)
{
	return Py_NewRef(self->name ? self->name : Py_None);
}

static PyObject *str_bad(struct log *self)
{
	return PyUnicode_Substring(self->name, 0, 1); // expect: uninitialized-object 'name'
}

static PyObject *str_ok(struct log *self)
{
	if (!self->name)
		return PyUnicode_FromString("<new>");
	return PyUnicode_Substring(self->name, 0, 1);
}

#define METHODS(name, f) static PyMethodDef name##_methods[] = { \
	{ #f, (PyCFunction) f, METH_NOARGS, NULL }, { NULL, NULL, 0, NULL } }
#define TYPE(name, ...) static PyTypeObject name##_type = { \
	PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "uses." #name, \
	.tp_basicsize = sizeof(struct log), .tp_flags = Py_TPFLAGS_DEFAULT, \
	.tp_new = PyType_GenericNew, .tp_init = (initproc) log_init, \
	__VA_ARGS__ }
#define METHOD_TYPE(name, f) METHODS(name, f); \
	TYPE(name, .tp_methods = name##_methods)

METHOD_TYPE(put_b, put_bad);
METHOD_TYPE(put_o, put_ok);
METHOD_TYPE(hit_b, hit_bad);
METHOD_TYPE(hit_o, hit_ok);
METHOD_TYPE(room_b, room_bad);
METHOD_TYPE(room_o, room_ok);
METHOD_TYPE(ensured_o, ensured_ok);
METHOD_TYPE(slot_b, slot_bad);
METHOD_TYPE(slot_o, slot_ok);
METHOD_TYPE(bytes_o, bytes_ok);
METHOD_TYPE(length_b, length_bad);
TYPE(dealloc_b, .tp_dealloc = (destructor) dealloc_bad);
TYPE(dealloc_o, .tp_dealloc = (destructor) dealloc_ok);
TYPE(clear_b, .tp_clear = (inquiry) clear_bad);
static PySequenceMethods bad_sequence = { .sq_length = (lenfunc) len_bad };
static PySequenceMethods ok_sequence = { .sq_length = (lenfunc) len_ok };
TYPE(len_b, .tp_as_sequence = &bad_sequence);
TYPE(len_o, .tp_as_sequence = &ok_sequence);
static PyGetSetDef bad_getset[] = {
	{ "name", (getter) get_bad, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyGetSetDef ok_getset[] = {
	{ "name", (getter) get_ok, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
TYPE(get_b, .tp_getset = bad_getset);
TYPE(get_o, .tp_getset = ok_getset);
TYPE(str_b, .tp_str = (reprfunc) str_bad);
TYPE(str_o, .tp_str = (reprfunc) str_ok);

static PyTypeObject *const types[] = { &put_b_type, &put_o_type, &hit_b_type,
	&hit_o_type, &room_b_type, &room_o_type, &ensured_o_type, &slot_b_type,
	&slot_o_type, &bytes_o_type, &length_b_type, &dealloc_b_type,
	&dealloc_o_type, &clear_b_type, &len_b_type, &len_o_type, &get_b_type,
	&get_o_type, &str_b_type, &str_o_type };

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "uses", NULL, -1, NULL, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC PyInit_uses(void)
{
	unsigned i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (PyType_Ready(types[i]) < 0)
			return NULL;
	return PyModule_Create(&module);
}
