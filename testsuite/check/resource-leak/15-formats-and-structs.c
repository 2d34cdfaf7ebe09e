// SPDX-License-Identifier: GPL-3.0-or-later
/* What formats fill, and whether they did; what helpers put in structs. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>

PyObject *clinic_ok(PyObject *m, PyObject *args)
{
	PyObject *r = NULL;
	Py_buffer data = { NULL, NULL };

	if (!PyArg_ParseTuple(args, "y*:checksum", &data))
		goto exit;
	r = PyLong_FromSsize_t(data.len);
exit:
	if (data.obj)
		PyBuffer_Release(&data);
	return r;
}

/* z* leaves obj alone for None. */
PyObject *none_ok(PyObject *m, PyObject *args)
{
	PyObject *r = NULL;
	Py_buffer a = { NULL, NULL }, b = { NULL, NULL };

	if (!PyArg_ParseTuple(args, "z*w*:two", &a, &b))
		goto exit;
	r = PyLong_FromSsize_t(a.len + b.len);
exit:
	if (a.obj)
		PyBuffer_Release(&a);
	if (b.obj)
		PyBuffer_Release(&b);
	return r;
}

PyObject *optional_bad(PyObject *m, PyObject *args, PyObject *kw)
{
	static char *names[] = { "capacity", "initial", NULL };
	Py_buffer init = { 0 };
	Py_ssize_t cap;
	PyObject *r;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "n|y*:Ring", names, &cap,
					 &init))
		return NULL;
	if (cap <= 0) {
		PyErr_SetString(PyExc_ValueError, "capacity");
		return NULL; // expect: resource-leak 'init'
	}
	r = PyBytes_FromStringAndSize(init.buf, init.len);
	PyBuffer_Release(&init);
	return r;
}

PyObject *optional_ok(PyObject *m, PyObject *args, PyObject *kw)
{
	static char *names[] = { "capacity", "initial", NULL };
	Py_buffer init = { 0 };
	Py_ssize_t cap;
	PyObject *r = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "n|y*:Ring", names, &cap,
					 &init))
		return NULL;
	if (cap <= 0)
		PyErr_SetString(PyExc_ValueError, "capacity");
	else
		r = PyLong_FromSsize_t(init.len);
	if (init.obj)
		PyBuffer_Release(&init);
	return r;
}

struct tab { char **names; size_t n, cap; };

static void tab_free(struct tab *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->names[i]);
	free(t->names);
}

static int tab_add(struct tab *t, const char *name)
{
	char *copy;

	if (t->n == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 4;
		char **names = realloc(t->names, cap * sizeof(*names));

		if (!names) {
			PyErr_NoMemory();
			return -1;
		}
		t->names = names;
		t->cap = cap;
	}
	copy = strdup(name);
	if (!copy) {
		PyErr_NoMemory();
		return -1;
	}
	t->names[t->n++] = copy;
	return 0;
}

PyObject *table_ok(PyObject *m, PyObject *list)
{
	struct tab t = { 0 };
	PyObject *r = NULL;

	for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
		const char *s = PyUnicode_AsUTF8(PyList_GET_ITEM(list, i));

		if (!s || tab_add(&t, s) < 0)
			goto out;
	}
	r = PyLong_FromSize_t(t.n);
out:
	tab_free(&t);
	return r;
}

struct img { unsigned char **rows; int h; };

static int img_alloc(struct img *im, int h)
{
	im->rows = PyMem_Calloc((size_t) h, sizeof(*im->rows));
	if (!im->rows) {
		PyErr_NoMemory();
		return -1;
	}
	im->h = h;
	return 0;
}

PyObject *blank_ok(PyObject *self, PyObject *arg)
{
	struct img im;
	long h = PyLong_AsLong(arg);

	if (h <= 0 || h > 1000) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "size");
		return NULL;
	}
	if (img_alloc(&im, (int) h) < 0)
		return NULL;
	h = im.rows[0] == NULL;
	PyMem_Free(im.rows);
	return PyLong_FromLong(h);
}

PyObject *blank_bad(PyObject *self, PyObject *arg)
{
	struct img im;
	long h = PyLong_AsLong(arg);

	if (h <= 0 || h > 1000) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "size");
		return NULL;
	}
	if (img_alloc(&im, (int) h) < 0)
		return NULL;
	if (im.rows[0])
		Py_RETURN_NONE; // expect: resource-leak 'im.rows'
	PyMem_Free(im.rows);
	return PyLong_FromLong(h);
}

static int *published;

PyObject *publish_ok(PyObject *self, PyObject *arg)
{
	int *t = __atomic_load_n(&published, __ATOMIC_ACQUIRE);

	if (!t) {
		int *fresh = PyMem_RawMalloc(256 * sizeof(int));
		int *expected = NULL;

		if (!fresh)
			return PyErr_NoMemory();
		fresh[0] = 3;
		if (__atomic_compare_exchange_n(&published, &expected, fresh,
				0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
			t = fresh;
		} else {
			PyMem_RawFree(fresh);
			t = expected;
		}
	}
	return PyLong_FromLong(t[0]);
}
