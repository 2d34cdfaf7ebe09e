// SPDX-License-Identifier: GPL-3.0-or-later
/* Objects used after their last reference went, in many shapes. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Released by the normal code and read by the message. */
static PyObject *message_bad(PyObject *self, PyObject *o)
{
	PyObject *name = PyObject_GetAttrString(o, "name");

	if (!name)
		return NULL;
	if (!PyUnicode_Check(name)) {
		Py_DECREF(name);
		PyErr_Format(PyExc_TypeError, "not %s",
			     Py_TYPE(name)->tp_name); // expect: use-after-release 'name'
		return NULL;
	}
	return name;
}

static PyObject *message_ok(PyObject *self, PyObject *o)
{
	PyObject *name = PyObject_GetAttrString(o, "name");

	if (!name)
		return NULL;
	if (!PyUnicode_Check(name)) {
		PyErr_Format(PyExc_TypeError, "not %s",
			     Py_TYPE(name)->tp_name);
		Py_DECREF(name);
		return NULL;
	}
	return name;
}

/* Through a loop: used on the next turn. */
static PyObject *loop_bad(PyObject *self, PyObject *list)
{
	PyObject *prev = NULL;
	Py_ssize_t i, n = PySequence_Size(list), equal = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *item = PySequence_GetItem(list, i);

		if (!item)
			return NULL;
		if (prev) {
			int same = PyObject_RichCompareBool(prev, item, Py_EQ); // expect: use-after-release 'prev'

			if (same < 0) {
				Py_DECREF(item);
				return NULL;
			}
			equal += same;
		}
		prev = item;
		Py_DECREF(item);
	}
	return PyLong_FromSsize_t(equal);
}

static PyObject *loop_ok(PyObject *self, PyObject *list)
{
	PyObject *prev = NULL;
	Py_ssize_t i, n = PySequence_Size(list), equal = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *item = PySequence_GetItem(list, i);

		if (!item) {
			Py_XDECREF(prev);
			return NULL;
		}
		if (prev) {
			int same = PyObject_RichCompareBool(prev, item, Py_EQ);

			Py_DECREF(prev);
			if (same < 0) {
				Py_DECREF(item);
				return NULL;
			}
			equal += same;
		}
		prev = item;
	}
	Py_XDECREF(prev);
	return PyLong_FromSsize_t(equal);
}

/* The helper consumes its argument. */
static int consume(PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);

	Py_DECREF(o);
	return n < 0 ? -1 : 0;
}

static PyObject *helper_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);
	Py_ssize_t n;

	if (!list)
		return NULL;
	if (consume(list) < 0)
		return NULL;
	n = PyList_GET_SIZE(list); // expect: use-after-release 'list'
	return PyLong_FromSsize_t(n);
}

static PyObject *helper_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);
	Py_ssize_t n;

	if (!list)
		return NULL;
	n = PyList_GET_SIZE(list);
	if (consume(list) < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

/* A stolen reference is gone when the call failed. */
static PyObject *stolen_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1), *item;

	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	PyList_SET_ITEM(list, 0, item);
	Py_DECREF(list);
	return PyObject_Str(item); // expect: use-after-release 'item'
}

static PyObject *stolen_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1), *item, *r;

	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	PyList_SET_ITEM(list, 0, item);
	r = PyObject_Str(item);
	Py_DECREF(list);
	return r;
}

/* Appended: the list keeps it. */
static PyObject *appended_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0), *item;

	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item || PyList_Append(list, item) < 0) {
		Py_XDECREF(item);
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(item);
	if (PyUnicode_GET_LENGTH(item) > 80)
		PySys_WriteStderr("long\n");
	return list;
}

/* Passed on as an argument. */
static PyObject *argument_bad(PyObject *self, PyObject *args)
{
	PyObject *fn, *text, *r;

	if (!PyArg_ParseTuple(args, "O", &fn))
		return NULL;
	text = PyUnicode_FromString("text");
	if (!text)
		return NULL;
	r = PyObject_CallOneArg(fn, text);
	Py_DECREF(text);
	if (r == Py_None)
		Py_SETREF(r, PyObject_Repr(text)); // expect: use-after-release 'text'
	return r;
}

/* Stored in a structure after it was released. */
typedef struct {
	PyObject_HEAD
	PyObject *value;
} Box;

static PyObject *store_bad(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;
	PyObject *text = PyObject_Str(arg), *old;

	if (!text)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 0)
		Py_DECREF(text);
	old = self->value;
	self->value = text; // expect: use-after-release 'text'
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *store_ok(PyObject *op, PyObject *arg)
{
	Box *self = (Box *) op;
	PyObject *text = PyObject_Str(arg), *old;

	if (!text)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 0) {
		Py_DECREF(text);
		Py_RETURN_NONE;
	}
	old = self->value;
	self->value = text;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

/* The instance's own memory, after it was freed. */
static void box_dealloc_bad(PyObject *op)
{
	Box *self = (Box *) op;

	PyObject_GC_UnTrack(op);
	Py_TYPE(op)->tp_free(op);
	Py_CLEAR(self->value); // expect: use-after-release 'self'
}

/* A pointer comparison and a NULL test are no use. */
static PyObject *compared_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_GetAttrString(o, "owner");

	if (!s)
		return NULL;
	Py_DECREF(s);
	if (s == Py_None)
		Py_RETURN_NONE;
	return PyBool_FromLong(s == o);
}

/* Memory, freed and used. */
static PyObject *memory_bad(PyObject *self, PyObject *args)
{
	char *buf = PyMem_Malloc(16);
	long n;

	if (!buf)
		return PyErr_NoMemory();
	if (!PyArg_ParseTuple(args, "l", &n)) {
		PyMem_Free(buf);
		return NULL;
	}
	snprintf(buf, 16, "%ld", n);
	PyMem_Free(buf);
	return PyUnicode_FromString(buf); // expect: use-after-release 'buf'
}

static PyObject *memory_ok(PyObject *self, PyObject *args)
{
	char *buf = PyMem_Malloc(16);
	PyObject *r;
	long n;

	if (!buf)
		return PyErr_NoMemory();
	if (!PyArg_ParseTuple(args, "l", &n)) {
		PyMem_Free(buf);
		return NULL;
	}
	snprintf(buf, 16, "%ld", n);
	r = PyUnicode_FromString(buf);
	PyMem_Free(buf);
	return r;
}

/* The iterator went with the clean-up that ran too early. */
static PyObject *iterator_bad(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) { // expect: use-after-release 'it'
		Py_DECREF(item);
		if (++n > 10)
			Py_DECREF(it);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *iterator_ok(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		Py_DECREF(item);
		if (++n > 10)
			break;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(n);
}

/* Cleared variables are NULL, and tested. */
static PyObject *cleared_ok(PyObject *self, PyObject *o)
{
	PyObject *a = PyObject_Str(o), *b = NULL;

	if (!a)
		goto error;
	b = PyObject_Repr(a);
	if (!b)
		goto error;
	Py_CLEAR(a);
	if (PyObject_SetAttrString(o, "r", b) < 0)
		goto error;
	return b;
error:
	Py_XDECREF(a);
	Py_XDECREF(b);
	return NULL;
}

/* Two names, one object. */
static PyObject *alias_bad(PyObject *self, PyObject *o)
{
	PyObject *a = PyObject_Type(o), *b = a;

	if (!a)
		return NULL;
	Py_DECREF(a);
	return PyObject_GetAttrString(b, "__name__"); // expect: use-after-release 'b'
}

/* A second reference keeps it alive. */
static PyObject *second_ok(PyObject *self, PyObject *o)
{
	PyObject *a = PyObject_Str(o), *b, *r;

	if (!a)
		return NULL;
	b = Py_NewRef(a);
	Py_DECREF(a);
	r = PyObject_Repr(a);
	Py_DECREF(b);
	return r;
}

/* Module_AddObject steals when it succeeds, and the module keeps it. */
static int add_ok(PyObject *m)
{
	PyObject *d = PyDict_New();

	if (!d)
		return -1;
	if (PyModule_AddObject(m, "table", d) < 0) {
		Py_DECREF(d);
		return -1;
	}
	return PyDict_SetItemString(d, "x", Py_None);
}

/* The tuple was the only owner of what it lends. */
static PyObject *tuple_bad(PyObject *self, PyObject *fn)
{
	PyObject *pair = PyObject_CallNoArgs(fn), *first;

	if (!pair)
		return NULL;
	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
		Py_DECREF(pair);
		PyErr_SetString(PyExc_TypeError, "a pair was expected");
		return NULL;
	}
	first = PyTuple_GET_ITEM(pair, 0);
	Py_DECREF(pair);
	return PyObject_Str(first); // expect: stale-borrow 'first' 'pair'
}

static PyObject *tuple_ok(PyObject *self, PyObject *fn)
{
	PyObject *pair = PyObject_CallNoArgs(fn), *first;

	if (!pair)
		return NULL;
	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
		Py_DECREF(pair);
		PyErr_SetString(PyExc_TypeError, "a pair was expected");
		return NULL;
	}
	first = Py_NewRef(PyTuple_GET_ITEM(pair, 0));
	Py_DECREF(pair);
	Py_SETREF(first, PyObject_Str(first));
	return first;
}

/* The error path frees, the shared tail uses. */
static PyObject *tail_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *d, *r = NULL;
	int rc = 0;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	d = PyDict_New();
	if (!d)
		return NULL;
	if (PyDict_SetItemString(d, "o", o) < 0) {
		Py_DECREF(d);
		rc = -1;
	}
	if (rc < 0)
		PyErr_Clear();
	r = PyObject_Repr(d); // expect: use-after-release 'd'
	if (rc == 0)
		Py_DECREF(d);
	return r;
}

static PyMethodDef methods[] = {
	{ "a", message_bad, METH_O, NULL },
	{ "b", message_ok, METH_O, NULL },
	{ "d", loop_bad, METH_O, NULL },
	{ "e", loop_ok, METH_O, NULL },
	{ "f", helper_bad, METH_O, NULL },
	{ "g", helper_ok, METH_O, NULL },
	{ "h", stolen_bad, METH_O, NULL },
	{ "i", stolen_ok, METH_O, NULL },
	{ "j", appended_ok, METH_O, NULL },
	{ "k", argument_bad, METH_VARARGS, NULL },
	{ "l", compared_ok, METH_O, NULL },
	{ "m", memory_bad, METH_VARARGS, NULL },
	{ "n", memory_ok, METH_VARARGS, NULL },
	{ "o", iterator_bad, METH_O, NULL },
	{ "p", iterator_ok, METH_O, NULL },
	{ "q", cleared_ok, METH_O, NULL },
	{ "r", alias_bad, METH_O, NULL },
	{ "s", second_ok, METH_O, NULL },
	{ "t", tuple_bad, METH_O, NULL },
	{ "u", tuple_ok, METH_O, NULL },
	{ "v", tail_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyMethodDef box_methods[] = {
	{ "a", store_bad, METH_O, NULL },
	{ "b", store_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static int box_traverse(PyObject *op, visitproc visit, void *arg)
{
	Py_VISIT(((Box *) op)->value);
	return 0;
}
static int box_clear(PyObject *op)
{
	Py_CLEAR(((Box *) op)->value);
	return 0;
}
static PyTypeObject box_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "dresses.Box", .tp_basicsize = sizeof (Box),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_dealloc = box_dealloc_bad,
	.tp_traverse = box_traverse, .tp_clear = box_clear,
	.tp_methods = box_methods,
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "dresses", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_dresses(void)
{
	PyObject *m;

	if (PyType_Ready(&box_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (m && add_ok(m) < 0)
		Py_CLEAR(m);
	return m;
}
