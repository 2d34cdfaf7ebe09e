// SPDX-License-Identifier: GPL-3.0-or-later
/* NULL passed on, in realistic dresses. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *set_string_bad(PyObject *self, PyObject *o)
{
	PyObject *d = PyDict_New(), *v;

	if (!d)
		return NULL;
	v = PyLong_FromVoidPtr(o);
	if (PyDict_SetItemString(d, "id", v) < 0) { // expect: null-argument 'PyDict_SetItemString' 'v'
		Py_XDECREF(v);
		Py_DECREF(d);
		return NULL;
	}
	Py_DECREF(v);
	return d;
}

static PyObject *set_string_ok(PyObject *self, PyObject *o)
{
	PyObject *d = PyDict_New(), *v;

	if (!d)
		return NULL;
	v = PyLong_FromVoidPtr(o);
	if (!v || PyDict_SetItemString(d, "id", v) < 0) {
		Py_XDECREF(v);
		Py_DECREF(d);
		return NULL;
	}
	Py_DECREF(v);
	return d;
}

static PyObject *append_bad(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (PyList_Append(l, o) < 0) // expect: null-argument 'PyList_Append' 'l'
		return NULL; // expect: reference-leak
	return l;
}

static PyObject *append_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (l && PyList_Append(l, o) < 0)
		Py_CLEAR(l);
	return l;
}

static PyObject *call_bad(PyObject *self, PyObject *o)
{
	PyObject *f = PyObject_GetAttrString(o, "close");
	PyObject *r = PyObject_CallNoArgs(f); // expect: null-argument 'f'

	Py_XDECREF(f);
	return r;
}

static PyObject *call_ok(PyObject *self, PyObject *o)
{
	PyObject *f = PyObject_GetAttrString(o, "close"), *r;

	if (!f)
		return NULL;
	r = PyObject_CallNoArgs(f);
	Py_DECREF(f);
	return r;
}

static PyObject *attr_bad(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("collections");
	PyObject *r = PyObject_GetAttrString(m, "deque"); // expect: null-argument 'm'

	Py_XDECREF(m);
	return r;
}

static PyObject *attr_ok(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("collections"), *r = NULL;

	if (m) {
		r = PyObject_GetAttrString(m, "deque");
		Py_DECREF(m);
	}
	return r;
}

static PyObject *copy_bad(PyObject *self, PyObject *o)
{
	char buf[64];
	const char *s = PyUnicode_AsUTF8(o);

	strncpy(buf, s, sizeof (buf) - 1); // expect: null-argument 's'
	buf[sizeof (buf) - 1] = 0;
	return PyUnicode_FromString(buf);
}

static PyObject *copy_ok(PyObject *self, PyObject *o)
{
	char buf[64];
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	strncpy(buf, s, sizeof (buf) - 1);
	buf[sizeof (buf) - 1] = 0;
	return PyUnicode_FromString(buf);
}

static PyObject *exists_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyUnicode_EncodeFSDefault(o);
	PyObject *r = PyUnicode_DecodeFSDefault(PyBytes_AsString(b)); // expect: null-argument 'b'

	Py_DECREF(b);
	return r;
}

static PyObject *exists_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyUnicode_EncodeFSDefault(o), *r;

	if (!b)
		return NULL;
	r = PyUnicode_DecodeFSDefault(PyBytes_AS_STRING(b));
	Py_DECREF(b);
	return r;
}

static PyObject *contains_bad(PyObject *self, PyObject *o)
{
	PyObject *set = PySet_New(o);
	PyObject *key = PyUnicode_FromString("key");
	int r;

	if (!key) {
		Py_XDECREF(set);
		return NULL;
	}
	r = PySequence_Contains(set, key); // expect: null-argument 'set'
	Py_DECREF(key);
	Py_XDECREF(set);
	return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyObject *contains_ok(PyObject *self, PyObject *o)
{
	PyObject *set = PySet_New(o), *key;
	int r;

	if (!set)
		return NULL;
	key = PyUnicode_FromString("key");
	r = key ? PySequence_Contains(set, key) : -1;
	Py_XDECREF(key);
	Py_DECREF(set);
	return r < 0 ? NULL : PyBool_FromLong(r);
}

/* A fallback after the error was cleared. */
static PyObject *fallback_bad(PyObject *self, PyObject *o)
{
	PyObject *name = PyObject_GetAttrString(o, "__name__");

	if (!name) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		name = PyObject_Repr((PyObject *) Py_TYPE(o));
	}
	Py_SETREF(name, PyUnicode_Concat(name, name)); // expect: null-argument 'name'
	return name;
}

static PyObject *fallback_ok(PyObject *self, PyObject *o)
{
	PyObject *name = PyObject_GetAttrString(o, "__name__");

	if (!name) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		name = PyObject_Repr((PyObject *) Py_TYPE(o));
		if (!name)
			return NULL;
	}
	Py_SETREF(name, PyUnicode_Concat(name, name));
	return name;
}

/* A helper that stores what it is given, which dereferences it. */
static int put(PyObject *d, const char *key, PyObject *value)
{
	int r = PyDict_SetItemString(d, key, value);

	Py_DECREF(value);
	return r;
}

static PyObject *put_bad(PyObject *self, PyObject *o)
{
	PyObject *d = PyDict_New();

	if (!d)
		return NULL;
	if (put(d, "repr", PyObject_Repr(o)) < 0) { // expect: null-argument 'put'
		Py_DECREF(d);
		return NULL;
	}
	return d;
}

static int put_checked(PyObject *d, const char *key, PyObject *value)
{
	int r;

	if (value == NULL)
		return -1;
	r = PyDict_SetItemString(d, key, value);
	Py_DECREF(value);
	return r;
}

static PyObject *put_ok(PyObject *self, PyObject *o)
{
	PyObject *d = PyDict_New();

	if (!d)
		return NULL;
	if (put_checked(d, "repr", PyObject_Repr(o)) < 0) {
		Py_DECREF(d);
		return NULL;
	}
	return d;
}

/* What tolerates NULL. */
static PyObject *tolerant_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	PyObject *o, *r, *t, *v, *tb;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	r = PyObject_Call(o, args, kwargs);
	PyErr_Fetch(&t, &v, &tb);
	PyErr_Restore(t, v, tb);
	if (!r) {
		Py_XDECREF(r);
		Py_CLEAR(r);
		return NULL;
	}
	Py_SETREF(r, NULL);
	return Py_BuildValue("(OO)", o, o);
}

/* Py_BuildValue answers a NULL object by its failure. */
static PyObject *build_ok(PyObject *self, PyObject *o)
{
	return Py_BuildValue("(NN)", PyObject_Repr(o), PyObject_Str(o));
}

/* PyModule_AddObject tolerates NULL, and the exception stays. */
static PyObject *pack_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o);
	PyObject *t = PyTuple_Pack(1, s); // expect: null-argument 's'

	Py_XDECREF(s);
	return t;
}

static PyObject *pack_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o), *t = NULL;

	if (s)
		t = PyTuple_Pack(1, s);
	Py_XDECREF(s);
	return t;
}

static PyObject *kw_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	PyObject *v = PyDict_GetItemString(kwargs, "x"); // expect: null-argument 'kwargs'

	return Py_XNewRef(v ? v : Py_None);
}

static PyObject *kw_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	PyObject *v = NULL;

	if (kwargs)
		v = PyDict_GetItemString(kwargs, "x");
	return Py_XNewRef(v ? v : Py_None);
}

static PyObject *loop_bad(PyObject *self, PyObject *seq)
{
	PyObject *out = PyDict_New();
	PyObject *it = out ? PyObject_GetIter(seq) : NULL, *item;

	if (!out || !it) {
		Py_XDECREF(out);
		Py_XDECREF(it);
		return NULL;
	}
	while ((item = PyIter_Next(it))) {
		PyObject *key = PyObject_Str(item);
		int r = PyDict_SetItem(out, key, item); // expect: null-argument 'key'

		Py_XDECREF(key);
		Py_DECREF(item);
		if (r < 0)
			break;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		Py_CLEAR(out);
	return out;
}

static PyObject *loop_ok(PyObject *self, PyObject *seq)
{
	PyObject *out = PyDict_New();
	PyObject *it = out ? PyObject_GetIter(seq) : NULL, *item;

	if (!it) {
		Py_XDECREF(out);
		return NULL;
	}
	while ((item = PyIter_Next(it))) {
		PyObject *key = PyObject_Str(item);
		int r = key ? PyDict_SetItem(out, key, item) : -1;

		Py_XDECREF(key);
		Py_DECREF(item);
		if (r < 0)
			break;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		Py_CLEAR(out);
	return out;
}

static PyObject *capsule_bad(PyObject *self, PyObject *o)
{
	void *p = malloc(32);

	memset(p, 0, 32); // expect: null-argument 'memset' 'p'
	return PyCapsule_New(p, "mem", NULL); // expect: resource-leak
}

static PyObject *state_bad(PyObject *self, PyObject *o)
{
	PyObject *name = PyType_GetName(Py_TYPE(o));
	PyObject *m = PyImport_GetModule(name); // expect: null-argument 'name'

	Py_XDECREF(name);
	if (!m && !PyErr_Occurred())
		PyErr_SetString(PyExc_ImportError, "no module");
	return m;
}

#define METH(f) { #f, f##_bad, METH_O, NULL }, { #f "2", f##_ok, METH_O, NULL }
#define KW(f) { #f, (PyCFunction) (void (*)(void)) f, \
	METH_VARARGS | METH_KEYWORDS, NULL }
static PyMethodDef methods[] = {
	METH (set_string), METH (append), METH (call), METH (attr), METH (copy),
	METH (exists), METH (contains), METH (fallback), METH (put),
	METH (pack), METH (loop), KW (kw_bad), KW (kw_ok), KW (tolerant_ok),
	{ "build", build_ok, METH_O, NULL },
	{ "capsule", capsule_bad, METH_O, NULL },
	{ "state", state_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "more", NULL, 0, methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC PyInit_more_bad(void)
{
	PyObject *m = PyModule_Create(&module);

	if (PyModule_AddIntConstant(m, "ONE", 1) < 0) // expect: null-argument 'm'
		return NULL; // expect: reference-leak 'm'
	return m;
}
