// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers that take over, lend, and hand out; fields and statics; and calls
 * that take over when they fail, when they succeed, or always. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *source;
	PyObject *cache;
} Reader;

static PyObject *default_codec;

static void reader_dealloc(Reader *self)
{
	Py_XDECREF(self->source);
	Py_XDECREF(self->cache);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

/* Lends the field. */
static PyObject *source_of(Reader *self)
{
	if (!self->source) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return NULL;
	}
	return self->source;
}

static PyObject *lent_bad(Reader *self, PyObject *Py_UNUSED(unused))
{
	PyObject *source = source_of(self), *r;

	if (!source)
		return NULL;
	r = PyObject_CallMethod(source, "read", NULL);
	Py_DECREF(source); // expect: over-release 'source'
	return r;
}

static PyObject *lent_ok(Reader *self, PyObject *Py_UNUSED(unused))
{
	PyObject *source = source_of(self), *r;

	if (!source)
		return NULL;
	Py_INCREF(source);
	r = PyObject_CallMethod(source, "read", NULL);
	Py_DECREF(source);
	return r;
}

static int field_of(Reader *self, PyObject **where)
{
	if (!self->cache) {
		PyErr_SetString(PyExc_LookupError, "no cache");
		return -1;
	}
	*where = self->cache;
	return 0;
}

static PyObject *out_bad(Reader *self, PyObject *arg)
{
	PyObject *cache, *r;

	if (field_of(self, &cache) < 0)
		return NULL;
	r = PyObject_GetItem(cache, arg);
	Py_DECREF(cache); // expect: over-release 'cache'
	return r;
}

static PyObject *out_ok(Reader *self, PyObject *arg)
{
	PyObject *cache;

	if (field_of(self, &cache) < 0)
		return NULL;
	return PyObject_GetItem(cache, arg);
}

/* Consumes item in every case. */
static int add_item(PyObject *list, PyObject *item)
{
	int r;

	if (!PyUnicode_Check(item)) {
		Py_DECREF(item);
		PyErr_SetString(PyExc_TypeError, "str expected");
		return -1;
	}
	r = PyList_Append(list, item);
	Py_DECREF(item);
	return r;
}

static PyObject *consumed_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0), *text = NULL;

	if (!list)
		return NULL;
	text = PyObject_Str(arg);
	if (!text)
		goto fail;
	if (add_item(list, text) < 0)
		goto fail;
	return list;
fail:
	Py_XDECREF(text); // expect: over-release 'text'
	Py_DECREF(list);
	return NULL;
}

static PyObject *consumed_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0), *text = NULL;

	if (!list)
		return NULL;
	text = PyObject_Str(arg);
	if (!text)
		goto fail;
	if (add_item(list, text) < 0)
		goto fail;
	return list;
fail:
	Py_DECREF(list);
	return NULL;
}

/* Takes value over on success alone. */
static int install(PyObject *m, const char *name, PyObject *value)
{
	if (value == NULL)
		return -1;
	return PyModule_AddObject(m, name, value);
}

static int install_bad(PyObject *m)
{
	PyObject *v = PyUnicode_FromString("fast");
	int r;

	if (!v)
		return -1;
	r = install(m, "speed", v);
	Py_DECREF(v); // expect: over-release 'v'
	return r;
}

static int install_ok(PyObject *m)
{
	PyObject *v = PyUnicode_FromString("fast");

	if (!v)
		return -1;
	if (install(m, "speed", v) < 0) {
		Py_DECREF(v);
		return -1;
	}
	return 0;
}

static PyObject *set_item_bad(PyObject *self, PyObject *arg)
{
	PyObject *t = PyTuple_New(2), *a = NULL, *b = NULL;

	if (!t)
		return NULL;
	a = PyObject_Str(arg);
	if (!a)
		goto fail;
	b = PyObject_Repr(arg);
	if (!b)
		goto fail;
	if (PyTuple_SetItem(t, 0, a) < 0)
		goto fail;
	if (PyTuple_SetItem(t, 1, b) < 0)
		goto fail;
	return t;
fail:
	Py_XDECREF(a); // expect: over-release 'a'
	Py_XDECREF(b); // expect: over-release 'b'
	Py_DECREF(t);
	return NULL;
}

static PyObject *set_item_ok(PyObject *self, PyObject *arg)
{
	PyObject *t = PyTuple_New(2), *a, *b;

	if (!t)
		return NULL;
	a = PyObject_Str(arg);
	b = a ? PyObject_Repr(arg) : NULL;
	if (!a || !b) {
		Py_XDECREF(a);
		Py_XDECREF(b);
		Py_DECREF(t);
		return NULL;
	}
	PyTuple_SET_ITEM(t, 0, a);
	PyTuple_SET_ITEM(t, 1, b);
	return t;
}

static PyObject *pack_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_Str(arg), *r;

	if (!a)
		return NULL;
	r = Py_BuildValue("{s:N}", "text", a);
	Py_XDECREF(a); // expect: over-release 'a'
	return r;
}

static PyObject *pack_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_Str(arg), *r;

	if (!a)
		return NULL;
	r = PyTuple_Pack(1, a);
	Py_DECREF(a);
	return r;
}

static PyObject *restore_bad(PyObject *self, PyObject *arg)
{
	PyObject *type = Py_NewRef(PyExc_KeyError), *value = PyObject_Str(arg);

	if (!value) {
		Py_DECREF(type);
		return NULL;
	}
	PyErr_Restore(type, value, NULL);
	Py_DECREF(value); // expect: over-release 'value'
	return NULL;
}

static PyObject *restore_ok(PyObject *self, PyObject *arg)
{
	PyObject *type = Py_NewRef(PyExc_KeyError), *value = PyObject_Str(arg);

	if (!value) {
		Py_DECREF(type);
		return NULL;
	}
	PyErr_Restore(type, value, NULL);
	return NULL;
}

static PyObject *concat_bad(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromString("head"), *tail;

	if (!b)
		return NULL;
	tail = PyObject_Bytes(arg);
	if (!tail) {
		Py_DECREF(b);
		return NULL;
	}
	PyBytes_ConcatAndDel(&b, tail);
	Py_DECREF(tail); // expect: over-release 'tail'
	return b;
}

static PyObject *concat_ok(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromString("head"), *tail;

	if (!b)
		return NULL;
	tail = PyObject_Bytes(arg);
	if (!tail) {
		Py_DECREF(b);
		return NULL;
	}
	PyBytes_ConcatAndDel(&b, tail);
	return b;
}

static PyObject *resize_bad(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 4096);
	PyObject *keep = b;

	if (!b)
		return NULL;
	if (_PyBytes_Resize(&b, 16) < 0) {
		Py_DECREF(keep); // expect: over-release 'keep'
		return NULL;
	}
	return b;
}

static PyObject *resize_ok(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 4096);

	if (!b)
		return NULL;
	if (_PyBytes_Resize(&b, 16) < 0)
		return NULL;
	return b;
}

static PyObject *field_bad(Reader *self, PyObject *Py_UNUSED(unused))
{
	PyObject *cache = self->cache;
	PyObject *r;

	if (!cache)
		Py_RETURN_NONE;
	r = PyObject_Repr(cache);
	Py_DECREF(cache); // expect: over-release 'cache' // expect: stale-borrow 'cache'
	return r;
}

static PyObject *field_ok(Reader *self, PyObject *Py_UNUSED(unused))
{
	PyObject *cache = self->cache;
	PyObject *r;

	if (!cache)
		Py_RETURN_NONE;
	self->cache = NULL;
	r = PyObject_Repr(cache);
	Py_DECREF(cache);
	return r;
}

static PyObject *codec_bad(PyObject *self, PyObject *arg)
{
	PyObject *codec = default_codec, *r;

	if (!codec) {
		codec = PyUnicode_FromString("utf-8");
		if (!codec)
			return NULL;
		default_codec = codec;
	}
	r = PyObject_CallFunctionObjArgs(arg, codec, NULL);
	Py_DECREF(codec); // expect: over-release 'codec'
	return r;
}

static PyObject *codec_ok(PyObject *self, PyObject *arg)
{
	PyObject *codec = default_codec, *r;

	if (!codec) {
		codec = PyUnicode_FromString("utf-8");
		if (!codec)
			return NULL;
		default_codec = Py_NewRef(codec);
	} else {
		Py_INCREF(codec);
	}
	r = PyObject_CallFunctionObjArgs(arg, codec, NULL);
	Py_DECREF(codec);
	return r;
}

static PyObject *stored_bad(Reader *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);

	if (!list)
		return NULL;
	Py_XSETREF(self->cache, list);
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list); // expect: over-release 'list'
		PyErr_SetString(PyExc_ValueError, "empty");
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *stored_ok(Reader *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list);
		PyErr_SetString(PyExc_ValueError, "empty");
		return NULL;
	}
	Py_XSETREF(self->cache, list);
	Py_RETURN_NONE;
}

static PyObject *reader_new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	PyObject *source;
	Reader *self;

	if (!PyArg_ParseTuple(args, "O", &source))
		return NULL;
	self = (Reader *) type->tp_alloc(type, 0);
	if (!self)
		return NULL;
	self->source = Py_NewRef(source);
	self->cache = PyDict_New();
	if (!self->cache) {
		Py_DECREF(source); // expect: over-release 'source'
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

static PyMethodDef reader_methods[] = {
	{ "lent_bad", (PyCFunction) lent_bad, METH_NOARGS, NULL },
	{ "lent", (PyCFunction) lent_ok, METH_NOARGS, NULL },
	{ "out_bad", (PyCFunction) out_bad, METH_O, NULL },
	{ "out", (PyCFunction) out_ok, METH_O, NULL },
	{ "field_bad", (PyCFunction) field_bad, METH_NOARGS, NULL },
	{ "field", (PyCFunction) field_ok, METH_NOARGS, NULL },
	{ "stored_bad", (PyCFunction) stored_bad, METH_O, NULL },
	{ "stored", (PyCFunction) stored_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyTypeObject reader_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Reader", .tp_basicsize = sizeof (Reader),
	.tp_dealloc = (destructor) reader_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_methods = reader_methods,
	.tp_new = reader_new_bad,
};
static PyMethodDef methods[] = {
	{ "consumed_bad", consumed_bad, METH_O, NULL },
	{ "consumed", consumed_ok, METH_O, NULL },
	{ "set_item_bad", set_item_bad, METH_O, NULL },
	{ "set_item", set_item_ok, METH_O, NULL },
	{ "pack_bad", pack_bad, METH_O, NULL },
	{ "pack", pack_ok, METH_O, NULL },
	{ "restore_bad", restore_bad, METH_O, NULL },
	{ "restore", restore_ok, METH_O, NULL },
	{ "concat_bad", concat_bad, METH_O, NULL },
	{ "concat", concat_ok, METH_O, NULL },
	{ "resize_bad", resize_bad, METH_O, NULL },
	{ "resize", resize_ok, METH_O, NULL },
	{ "codec_bad", codec_bad, METH_O, NULL },
	{ "codec", codec_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, -1, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_helpers(void)
{
	PyObject *m;

	if (PyType_Ready(&reader_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	if (install_bad(m) < 0 || install_ok(m) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	if (PyModule_AddType(m, &reader_type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
