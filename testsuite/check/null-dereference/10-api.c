// SPDX-License-Identifier: GPL-3.0-or-later
/* Results that are used at once, as examples and as real code have it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

static PyObject *tuple_fill_bad(PyObject *self, PyObject *args)
{
	PyObject *t = PyTuple_New(2);

	PyTuple_SET_ITEM(t, 0, Py_NewRef(Py_None)); // expect: null-dereference 't'
	PyTuple_SET_ITEM(t, 1, Py_NewRef(Py_True));
	return t;
}

static PyObject *tuple_fill_ok(PyObject *self, PyObject *args)
{
	PyObject *t = PyTuple_New(2);

	if (t == NULL)
		return NULL;
	PyTuple_SET_ITEM(t, 0, Py_NewRef(Py_None));
	PyTuple_SET_ITEM(t, 1, Py_NewRef(Py_True));
	return t;
}

static PyObject *list_fill_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t i, n = PySequence_Size(seq);
	PyObject *list;

	if (n < 0)
		return NULL;
	list = PyList_New(n);
	for (i = 0; i < n; i++) {
		PyObject *item = PySequence_GetItem(seq, i);

		if (!item) {
			Py_DECREF(list); // expect: null-dereference 'list'
			return NULL;
		}
		PyList_SET_ITEM(list, i, item); // expect: null-dereference 'list'
	}
	return list;
}

static PyObject *list_fill_ok(PyObject *self, PyObject *seq)
{
	Py_ssize_t i, n = PySequence_Size(seq);
	PyObject *list;

	if (n < 0)
		return NULL;
	list = PyList_New(n);
	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *item = PySequence_GetItem(seq, i);

		if (!item) {
			Py_DECREF(list);
			return NULL;
		}
		PyList_SET_ITEM(list, i, item);
	}
	return list;
}

static PyObject *attr_type_bad(PyObject *self, PyObject *o)
{
	PyObject *v = PyObject_GetAttrString(o, "value");
	PyObject *r;

	if (PyUnicode_Check(v)) // expect: null-dereference 'v'
		r = PyUnicode_AsUTF8String(v);
	else
		r = PyObject_Bytes(v);
	Py_DECREF(v);
	return r;
}

static PyObject *attr_type_ok(PyObject *self, PyObject *o)
{
	PyObject *v = PyObject_GetAttrString(o, "value");
	PyObject *r;

	if (!v)
		return NULL;
	if (PyUnicode_Check(v))
		r = PyUnicode_AsUTF8String(v);
	else
		r = PyObject_Bytes(v);
	Py_DECREF(v);
	return r;
}

/* PyDict_GetItemWithError: NULL without an exception where the key is not. */
static PyObject *borrow_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItemWithError(d, k);
	if (!v && PyErr_Occurred())
		return NULL;
	Py_INCREF(v); // expect: null-dereference 'v'
	return v;
}

static PyObject *borrow_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItemWithError(d, k);
	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, k);
		return NULL;
	}
	Py_INCREF(v);
	return v;
}

static PyObject *getitem_bad(PyObject *self, PyObject *d)
{
	PyObject *v;

	if (!PyDict_Check(d)) {
		PyErr_SetString(PyExc_TypeError, "dict expected");
		return NULL;
	}
	v = PyDict_GetItemString(d, "name");
	return Py_NewRef(v); // expect: null-dereference 'v'
}

static PyObject *getitem_ok(PyObject *self, PyObject *d)
{
	PyObject *v;

	if (!PyDict_Check(d)) {
		PyErr_SetString(PyExc_TypeError, "dict expected");
		return NULL;
	}
	v = PyDict_GetItemString(d, "name");
	return Py_XNewRef(v ? v : Py_None);
}

/* The message is made of what was found to be NULL. */
static PyObject *inverted_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o);

	if (s != NULL) {
		Py_DECREF(s);
		Py_RETURN_TRUE;
	}
	Py_DECREF(s); // expect: null-dereference 's'
	return NULL;
}

static PyObject *inverted_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o);

	if (s != NULL) {
		Py_DECREF(s);
		Py_RETURN_TRUE;
	}
	Py_XDECREF(s);
	return NULL;
}

/* The test comes after the use. */
static PyObject *late_test_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyNumber_Long(o);
	Py_ssize_t size = Py_SIZE(r); // expect: null-dereference 'r'

	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyLong_FromSsize_t(size);
}

static PyObject *late_test_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyNumber_Long(o);
	Py_ssize_t size;

	if (!r)
		return NULL;
	size = Py_SIZE(r);
	Py_DECREF(r);
	return PyLong_FromSsize_t(size);
}

/* The wrong variable is tested. */
static PyObject *wrong_variable_bad(PyObject *self, PyObject *o)
{
	PyObject *key = PyUnicode_FromString("key"), *value;

	if (!key)
		return NULL;
	value = PyObject_GetItem(o, key);
	Py_DECREF(key);
	if (!key)
		return NULL;
	if (Py_IsNone(value) || Py_TYPE(value) == &PyLong_Type) { // expect: null-dereference 'value'
		Py_DECREF(value);
		Py_RETURN_NONE;
	}
	return value;
}

static PyObject *wrong_variable_ok(PyObject *self, PyObject *o)
{
	PyObject *key = PyUnicode_FromString("key"), *value;

	if (!key)
		return NULL;
	value = PyObject_GetItem(o, key);
	Py_DECREF(key);
	if (!value)
		return NULL;
	if (Py_IsNone(value) || Py_TYPE(value) == &PyLong_Type) {
		Py_DECREF(value);
		Py_RETURN_NONE;
	}
	return value;
}

/* Two calls, one test. */
static PyObject *pair_bad(PyObject *self, PyObject *o)
{
	PyObject *a = PyObject_Repr(o);
	PyObject *b = PyObject_Str(o); // expect: exception-clobbered

	if (!a && !b)
		return NULL;
	if (PyUnicode_GET_LENGTH(a) > PyUnicode_GET_LENGTH(b)) { // expect: null-dereference 'a' // expect: null-dereference 'b'
		Py_DECREF(b);
		return a;
	}
	Py_DECREF(a);
	return b;
}

static PyObject *pair_ok(PyObject *self, PyObject *o)
{
	PyObject *a = PyObject_Repr(o);
	PyObject *b = a ? PyObject_Str(o) : NULL;

	if (!a || !b) {
		Py_XDECREF(a);
		Py_XDECREF(b);
		return NULL;
	}
	if (PyUnicode_GET_LENGTH(a) > PyUnicode_GET_LENGTH(b)) {
		Py_DECREF(b);
		return a;
	}
	Py_DECREF(a);
	return b;
}

static PyObject *weak_bad(PyObject *self, PyObject *o)
{
	PyObject *w = PyWeakref_NewRef(o, NULL);
	PyObject *cls = (PyObject *) Py_TYPE(w); // expect: null-dereference 'w'

	Py_INCREF(cls);
	Py_DECREF(w);
	return cls;
}

static PyObject *weak_ok(PyObject *self, PyObject *o)
{
	PyObject *w = PyWeakref_NewRef(o, NULL);
	PyObject *cls;

	if (!w)
		return NULL;
	cls = (PyObject *) Py_TYPE(w);
	Py_INCREF(cls);
	Py_DECREF(w);
	return cls;
}

/* An assert is no test where it is compiled out (python3-config gives
 * -DNDEBUG). */
static PyObject *bytes_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyUnicode_AsEncodedString(o, "ascii", NULL);
	char *p = PyBytes_AS_STRING(b); // expect: null-dereference 'b'
	PyObject *r = PyLong_FromLong(p[0]);

	Py_DECREF(b);
	return r;
}

static PyObject *bytes_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyUnicode_AsEncodedString(o, "ascii", NULL), *r;

	if (b == NULL)
		return NULL;
	r = PyLong_FromLong(PyBytes_AS_STRING(b)[0]);
	Py_DECREF(b);
	return r;
}

static PyObject *utf8_bad(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	return PyLong_FromLong(s[0]); // expect: null-dereference 's'
}

static PyObject *utf8_ok(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	return PyLong_FromLong(s[0]);
}

static PyObject *memory_bad(PyObject *self, PyObject *o)
{
	int *p = PyMem_Malloc(10 * sizeof (int)), i, sum = 0;

	for (i = 0; i < 10; i++)
		p[i] = i; // expect: null-dereference 'p'
	for (i = 0; i < 10; i++)
		sum += p[i];
	PyMem_Free(p);
	return PyLong_FromLong(sum);
}

static PyObject *memory_ok(PyObject *self, PyObject *o)
{
	int *p = PyMem_Malloc(10 * sizeof (int)), i, sum = 0;

	if (!p)
		return PyErr_NoMemory();
	for (i = 0; i < 10; i++)
		p[i] = i;
	for (i = 0; i < 10; i++)
		sum += p[i];
	PyMem_Free(p);
	return PyLong_FromLong(sum);
}

struct node { struct node *next; int value; };

static PyObject *resize_bad(PyObject *self, PyObject *o)
{
	struct node *n = PyMem_New(struct node, 2), *grown;

	if (!n)
		return PyErr_NoMemory();
	n[0].value = 1;
	grown = PyMem_Realloc(n, 8 * sizeof (*n));
	if (!n)
		return PyErr_NoMemory();
	grown[1].value = 2; // expect: null-dereference 'grown'
	PyMem_Free(grown);
	Py_RETURN_NONE;
}

static PyObject *resize_ok(PyObject *self, PyObject *o)
{
	struct node *n = PyMem_New(struct node, 2), *grown;

	if (!n)
		return PyErr_NoMemory();
	n[0].value = 1;
	grown = PyMem_Realloc(n, 8 * sizeof (*n));
	if (!grown) {
		PyMem_Free(n);
		return PyErr_NoMemory();
	}
	grown[1].value = 2;
	PyMem_Free(grown);
	Py_RETURN_NONE;
}

static PyObject *bytes_resize_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 64);

	if (!b)
		return NULL;
	PyBytes_AS_STRING(b)[0] = 0;
	if (_PyBytes_Resize(&b, 1) < 0) {
		Py_DECREF(b); // expect: null-dereference 'b'
		return NULL;
	}
	return b;
}

static PyObject *bytes_resize_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 64);

	if (!b)
		return NULL;
	PyBytes_AS_STRING(b)[0] = 0;
	_PyBytes_Resize(&b, 1);
	return b;
}

#define METH(f) { #f, f##_bad, METH_O, NULL }, { #f "2", f##_ok, METH_O, NULL }
static PyMethodDef methods[] = {
	METH (list_fill), METH (attr_type), METH (getitem), METH (inverted),
	METH (late_test), METH (wrong_variable), METH (pair), METH (weak),
	METH (bytes), METH (utf8), METH (memory), METH (resize),
	METH (bytes_resize),
	{ "tuple_bad", tuple_fill_bad, METH_NOARGS, NULL },
	{ "tuple", tuple_fill_ok, METH_NOARGS, NULL },
	{ "borrow_bad", borrow_bad, METH_VARARGS, NULL },
	{ "borrow", borrow_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "api", NULL, 0, methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC PyInit_api(void)
{
	return PyModuleDef_Init(&module);
}
