// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++ skip-if=python>=3.13
// What a failed call set is replaced, and what runs with a new one set.
#include <Python.h>
#include <string.h>

static PyObject *callback_bad(PyObject *self, PyObject *cb)
{
	PyObject *r = PyObject_CallNoArgs(cb);

	if (!r) {
		PyErr_SetString(PyExc_RuntimeError, "callback failed"); // expect: exception-clobbered 'PyObject_CallNoArgs' 'overwritten'
		return NULL;
	}
	return r;
}

static PyObject *callback_ok(PyObject *self, PyObject *cb)
{
	PyObject *r = PyObject_CallNoArgs(cb);

	if (!r) {
		if (PyErr_ExceptionMatches(PyExc_TypeError))
			PyErr_SetString(PyExc_RuntimeError, "callback failed");
		return NULL;
	}
	return r;
}

static PyObject *label_bad(PyObject *self, PyObject *args)
{
	PyObject *all, *name, *item;

	if (!PyArg_ParseTuple(args, "OU", &all, &name))
		return NULL;
	item = PyObject_GetItem(all, name);
	if (!item)
		goto fail;
	return item;
fail:
	PyErr_Format(PyExc_LookupError, "unknown name %R", name); // expect: exception-clobbered 'PyObject_GetItem'
	return NULL;
}

static PyObject *label_ok(PyObject *self, PyObject *args)
{
	PyObject *all, *name, *item;

	if (!PyArg_ParseTuple(args, "OU", &all, &name))
		return NULL;
	item = PyObject_GetItem(all, name);
	if (!item && PyErr_ExceptionMatches(PyExc_KeyError))
		goto fail;
	return item;
fail:
	PyErr_Format(PyExc_LookupError, "unknown name %R", name);
	return NULL;
}

static PyObject *no_memory_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *s, *t, *r = NULL;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	s = PyObject_Str(a);
	t = s ? PyObject_Repr(b) : NULL;
	if (!s || !t) {
		PyErr_NoMemory(); // expect: exception-clobbered
		goto done;
	}
	r = PyTuple_Pack(2, s, t);
done:
	Py_XDECREF(s);
	Py_XDECREF(t);
	return r;
}

/* One MemoryError for another. */
static PyObject *no_memory_ok(PyObject *self, PyObject *o)
{
	PyObject *list = PyList_New(3), *r;

	if (!list)
		return PyErr_NoMemory();
	r = PyTuple_Pack(2, list, o);
	Py_DECREF(list);
	if (!r)
		PyErr_SetString(PyExc_MemoryError, "no room for a pair");
	return r;
}

static PyObject *no_memory_twice_ok(PyObject *self, PyObject *o)
{
	PyObject *r = NULL;
	char *p = (char *) PyMem_Malloc(3);

	if (!p)
		PyErr_NoMemory();
	else
		r = PyBytes_FromStringAndSize(p, 0);
	PyMem_Free(p);
	if (!r)
		return PyErr_NoMemory();
	return r;
}

static int fill(PyObject *d, PyObject *const *names, Py_ssize_t n)
{
	Py_ssize_t i;

	for (i = 0; i < n; i++)
		if (PyDict_SetItem(d, names[i], Py_None) < 0)
			return -1;
	return 0;
}

static PyObject *status_bad(PyObject *self, PyObject *const *args,
			    Py_ssize_t n)
{
	PyObject *d = PyDict_New();
	int rc;

	if (!d)
		return NULL;
	rc = fill(d, args, n);
	if (rc != 0) {
		Py_DECREF(d);
		return PyErr_Format(PyExc_RuntimeError, "fill: %d", rc); // expect: exception-clobbered 'fill'
	}
	return d;
}

static PyObject *status_ok(PyObject *self, PyObject *const *args,
			   Py_ssize_t n)
{
	PyObject *d = PyDict_New();

	if (!d)
		return NULL;
	if (fill(d, args, n) != 0)
		Py_CLEAR(d);
	return d;
}

static char *copy(PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);
	char *p;

	if (!s)
		return NULL;
	p = (char *) PyMem_Malloc(strlen(s) + 1);
	if (!p) {
		PyErr_NoMemory();
		return NULL;
	}
	return strcpy(p, s);
}

static PyObject *copied_bad(PyObject *self, PyObject *o)
{
	char *p = copy(o);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory(); // expect: exception-clobbered 'copy'
	r = PyLong_FromSize_t(strlen(p));
	PyMem_Free(p);
	return r;
}

static PyObject *copied_ok(PyObject *self, PyObject *o)
{
	char *p = copy(o);
	PyObject *r;

	if (!p)
		return NULL;
	r = PyLong_FromSize_t(strlen(p));
	PyMem_Free(p);
	return r;
}

static PyObject *just_set_bad(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (!PyList_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "a list is needed");
		r = PyObject_CallMethod(self, "abort", NULL); // expect: exception-clobbered 'PyObject_CallMethod'
		Py_XDECREF(r);
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *just_set_ok(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (!PyList_Check(o)) {
		r = PyObject_CallMethod(self, "abort", NULL);
		if (!r)
			return NULL;
		Py_DECREF(r);
		PyErr_SetString(PyExc_TypeError, "a list is needed");
		return NULL;
	}
	Py_RETURN_NONE;
}

extern int library_parse(void *handler, const char *text);

static PyObject *either_bad(PyObject *self, PyObject *args)
{
	PyObject *handler, *r;
	const char *s;

	if (!PyArg_ParseTuple(args, "Os", &handler, &s))
		return NULL;
	if (library_parse(handler, s) < 0) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "parse error");
		r = PyObject_CallMethod(handler, "abort", NULL); // expect: exception-clobbered
		Py_XDECREF(r);
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *logger;

/* Whether the first call failed nobody asks before the second. */
static PyObject *both_ways_bad(PyObject *self, PyObject *args)
{
	PyObject *f, *x, *res, *r;

	if (!PyArg_ParseTuple(args, "OO", &f, &x))
		return NULL;
	res = PyObject_CallOneArg(f, x);
	r = PyObject_CallMethod(logger, "info", "s", "applied"); // expect: exception-clobbered
	if (!r) {
		Py_XDECREF(res);
		return NULL;
	}
	Py_DECREF(r);
	return res;
}

/* Asked at the loop's end, when the iterator's code has run with it. */
static PyObject *tag_bad(PyObject *self, PyObject *all)
{
	PyObject *it = PyObject_GetIter(all), *o;

	if (!it)
		return NULL;
	while ((o = PyIter_Next(it)) != NULL) { // expect: exception-clobbered 'PyIter_Next'
		PyObject_SetAttrString(o, "tag", self);
		Py_DECREF(o);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *tag_ok(PyObject *self, PyObject *all)
{
	PyObject *it = PyObject_GetIter(all), *o;

	if (!it)
		return NULL;
	while ((o = PyIter_Next(it)) != NULL) {
		int r = PyObject_SetAttrString(o, "tag", self);

		Py_DECREF(o);
		if (r < 0)
			break;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

/* One defect: the second import, and what is still set behind it. */
static PyObject *fallback_bad(PyObject *self, PyObject *arg)
{
	PyObject *m = PyImport_ImportModule("simplejson"), *r;

	if (!m) {
		m = PyImport_ImportModule("json"); // expect: exception-clobbered
		if (!m)
			return NULL;
	}
	r = PyObject_CallMethod(m, "loads", "O", arg);
	Py_DECREF(m);
	return r;
}

static PyObject *fallback_ok(PyObject *self, PyObject *arg)
{
	PyObject *m = PyImport_ImportModule("simplejson"), *r;

	if (!m) {
		if (!PyErr_ExceptionMatches(PyExc_ImportError))
			return NULL;
		PyErr_Clear();
		m = PyImport_ImportModule("json");
		if (!m)
			return NULL;
	}
	r = PyObject_CallMethod(m, "loads", "O", arg);
	Py_DECREF(m);
	return r;
}

/* What was set becomes the context of what is set now. */
static PyObject *chained_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_Str(o), *t, *v, *tb;

	if (!r) {
		PyErr_Fetch(&t, &v, &tb);
		PyErr_SetString(PyExc_ValueError, "bad");
		_PyErr_ChainExceptions(t, v, tb);
	}
	return r;
}

/* What was wanted of the argument is said in other words. */
static PyObject *conversion_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromObject(o);

	if (!b)
		PyErr_SetString(PyExc_TypeError, "a bytes-like object, please");
	return b;
}

static PyObject *special_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "__area__", NULL);

	if (!r)
		PyErr_SetString(PyExc_TypeError, "this has no area");
	return r;
}

static PyObject *method_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "area", NULL);

	if (!r)
		PyErr_SetString(PyExc_TypeError, "this has no area"); // expect: exception-clobbered 'PyObject_CallMethod'
	return r;
}

/* Nothing of it can fail but for memory. */
static PyObject *built_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_Str(o), *pair = Py_BuildValue("iO", 1, o);

	if (!r) {
		Py_XDECREF(pair);
		return NULL;
	}
	Py_DECREF(r);
	return pair;
}

/* The helper's fault is told of once, in the helper. */
static int index_of(PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "position", NULL);
	int n;

	if (!r)
		return -1;
	n = (unsigned char) PyLong_AsLong(r); // expect: unchecked-error
	Py_DECREF(r);
	return n;
}

static PyObject *helper_ok(PyObject *self, PyObject *o)
{
	int n = index_of(o);

	if (n < 0)
		return NULL;
	if (n > 9) {
		PyErr_SetString(PyExc_IndexError, "ten is the most");
		return NULL;
	}
	return PyLong_FromLong(n * 1000);
}

static PyObject *thousands(PyObject *self, PyObject *o)
{
	int n = index_of(o);

	return n < 0 ? NULL : PyLong_FromLong(n * 1000);
}

/* Arguments of another kind are what the new message is about. */
static PyObject *usage_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n)) {
		PyErr_SetString(PyExc_TypeError, "usage: usage (number)");
		return NULL;
	}
	return PyLong_FromLong(n);
}

static PyMethodDef methods[] = {
	{ "a", callback_bad, METH_O, NULL },
	{ "b", callback_ok, METH_O, NULL },
	{ "c", label_bad, METH_VARARGS, NULL },
	{ "d", label_ok, METH_VARARGS, NULL },
	{ "e", no_memory_bad, METH_VARARGS, NULL },
	{ "f", no_memory_ok, METH_O, NULL },
	{ "u", no_memory_twice_ok, METH_O, NULL },
	{ "g", (PyCFunction) (void (*)(void)) status_bad, METH_FASTCALL,
		NULL },
	{ "h", (PyCFunction) (void (*)(void)) status_ok, METH_FASTCALL,
		NULL },
	{ "i", copied_bad, METH_O, NULL },
	{ "j", copied_ok, METH_O, NULL },
	{ "m", just_set_bad, METH_O, NULL },
	{ "n", just_set_ok, METH_O, NULL },
	{ "o", either_bad, METH_VARARGS, NULL },
	{ "p", both_ways_bad, METH_VARARGS, NULL },
	{ "q", fallback_bad, METH_O, NULL },
	{ "r", fallback_ok, METH_O, NULL },
	{ "s", chained_ok, METH_O, NULL },
	{ "t", usage_ok, METH_VARARGS, NULL },
	{ "v", conversion_ok, METH_O, NULL },
	{ "w", special_ok, METH_O, NULL },
	{ "x", method_bad, METH_O, NULL },
	{ "y", built_ok, METH_O, NULL },
	{ "z", helper_ok, METH_O, NULL },
	{ "thousands", thousands, METH_O, NULL },
	{ "tag_bad", tag_bad, METH_O, NULL },
	{ "tag_ok", tag_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
