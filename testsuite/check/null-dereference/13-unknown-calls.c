// SPDX-License-Identifier: GPL-3.0-or-later
/* What functions of other files and libraries return: nothing is known of it
 * but what the code itself says. */
#include <Python.h>

typedef struct frame { int width, height; void *data; } frame;

struct holder { PyObject_HEAD frame *image; };

extern frame *frame_create(int kind);
extern void frame_destroy(frame *f);
extern int frame_encode(frame *f);
extern PyObject *vector_to_list(const void *vector);

/* The test behind the call looks at the wrong variable. */
static PyObject *encode_bad(PyObject *self, PyObject *args)
{
	frame *image, *copy = NULL;
	int kind, r = -1;

	if (!PyArg_ParseTuple(args, "i", &kind))
		return NULL;
	image = frame_create(kind);
	if (image == NULL) {
		PyErr_SetString(PyExc_ValueError, "no image");
		return NULL;
	}
	copy = frame_create(kind);
	if (image == NULL) {
		PyErr_SetString(PyExc_ValueError, "no copy");
		goto end;
	}
	copy->width = image->width; // expect: null-dereference 'copy' 'image'
	copy->height = image->height;
	r = frame_encode(copy);
end:
	if (copy)
		frame_destroy(copy);
	frame_destroy(image);
	return r < 0 ? PyErr_NoMemory() : PyLong_FromLong(r);
}

static PyObject *encode_ok(PyObject *self, PyObject *args)
{
	frame *image, *copy = NULL;
	int kind, r = -1;

	if (!PyArg_ParseTuple(args, "i", &kind))
		return NULL;
	image = frame_create(kind);
	if (image == NULL) {
		PyErr_SetString(PyExc_ValueError, "no image");
		return NULL;
	}
	copy = frame_create(kind);
	if (copy == NULL) {
		PyErr_SetString(PyExc_ValueError, "no copy");
		goto end;
	}
	copy->width = image->width;
	copy->height = image->height;
	r = frame_encode(copy);
end:
	if (copy)
		frame_destroy(copy);
	frame_destroy(image);
	return r < 0 ? PyErr_NoMemory() : PyLong_FromLong(r);
}

/* The variable that is looked at was dereferenced before. */
static PyObject *grow_bad(PyObject *self, PyObject *args)
{
	frame *image = ((struct holder *) self)->image, *next;
	int width;

	if (!PyArg_ParseTuple(args, "i", &width))
		return NULL;
	if (image->width == width)
		next = image;
	else {
		next = frame_create(width);
		if (image == NULL) {
			PyErr_SetString(PyExc_ValueError, "no frame");
			return NULL;
		}
		next->width = width; // expect: null-dereference 'next' 'image'
	}
	return PyLong_FromLong(frame_encode(next));
}

static PyObject *grow_ok(PyObject *self, PyObject *args)
{
	frame *image = ((struct holder *) self)->image, *next;
	int width;

	if (!PyArg_ParseTuple(args, "i", &width))
		return NULL;
	if (image->width == width)
		next = image;
	else {
		next = frame_create(width);
		if (next == NULL) {
			PyErr_SetString(PyExc_ValueError, "no frame");
			return NULL;
		}
		next->width = width;
	}
	return PyLong_FromLong(frame_encode(next));
}

/* What was to be tested goes where NULL is not allowed. */
static PyObject *lists_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0), *item;

	if (list == NULL)
		return NULL;
	item = vector_to_list(arg);
	if (list == NULL)
		return NULL;
	if (PyList_Append(list, item) < 0) { // expect: null-dereference 'use'
		Py_DECREF(item);
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(item);
	return list;
}

static PyObject *lists_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0), *item;

	if (list == NULL)
		return NULL;
	item = vector_to_list(arg);
	if (item == NULL) {
		Py_DECREF(list);
		return NULL;
	}
	if (PyList_Append(list, item) < 0) {
		Py_DECREF(item);
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(item);
	return list;
}

/* The other variable is open there: the test is one of its own. */
static PyObject *other_ok(PyObject *self, PyObject *args)
{
	frame *image, *given = NULL;
	int kind, width;

	if (!PyArg_ParseTuple(args, "i", &kind))
		return NULL;
	if (kind > 3)
		given = frame_create(kind - 1);
	image = frame_create(kind);
	if (given == NULL)
		given = frame_create(0);
	width = image->width;
	frame_destroy(image);
	frame_destroy(given);
	return PyLong_FromLong(width);
}

/* Tested before it is used, behind the other test. */
static PyObject *twice_ok(PyObject *self, PyObject *args)
{
	frame *image, *copy;
	int kind, width = 0;

	if (!PyArg_ParseTuple(args, "i", &kind))
		return NULL;
	image = frame_create(kind);
	if (image == NULL)
		return PyErr_NoMemory();
	copy = frame_create(kind);
	if (image != NULL && copy != NULL)
		width = copy->width;
	frame_destroy(image);
	if (copy)
		frame_destroy(copy);
	return PyLong_FromLong(width);
}

/* What the code itself finds to be NULL is NULL. */
static int convert_bad(const void *a, const void *b, PyObject *callback)
{
	PyObject *x, *y, *r;

	x = vector_to_list(a);
	if (x == NULL) {
		PyErr_WriteUnraisable(callback);
		return 1;
	}
	y = vector_to_list(b);
	if (y == NULL) {
		PyErr_WriteUnraisable(callback);
		Py_DECREF(y); // expect: null-dereference 'y'
		return 1;
	}
	r = PyObject_CallFunction(callback, "OO", x, y);
	Py_DECREF(x);
	Py_DECREF(y);
	if (r == NULL) {
		PyErr_WriteUnraisable(callback);
		return 1;
	}
	Py_DECREF(r);
	return 0;
}

static int convert_ok(const void *a, const void *b, PyObject *callback)
{
	PyObject *x, *y, *r;

	x = vector_to_list(a);
	if (x == NULL) {
		PyErr_WriteUnraisable(callback);
		return 1;
	}
	y = vector_to_list(b);
	if (y == NULL) {
		PyErr_WriteUnraisable(callback);
		Py_DECREF(x);
		return 1;
	}
	r = PyObject_CallFunction(callback, "OO", x, y);
	Py_DECREF(x);
	Py_DECREF(y);
	if (r == NULL) {
		PyErr_WriteUnraisable(callback);
		return 1;
	}
	Py_DECREF(r);
	return 0;
}

int (*const converters[])(const void *, const void *, PyObject *) = {
	convert_bad, convert_ok
};

/* Nobody said that it can be NULL. */
static PyObject *trusted_ok(PyObject *self, PyObject *arg)
{
	PyObject *l = vector_to_list(arg);
	Py_ssize_t n = PyList_GET_SIZE(l);

	Py_DECREF(l);
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "encode_bad", encode_bad, METH_VARARGS, NULL },
	{ "encode", encode_ok, METH_VARARGS, NULL },
	{ "grow_bad", grow_bad, METH_VARARGS, NULL },
	{ "grow", grow_ok, METH_VARARGS, NULL },
	{ "lists_bad", lists_bad, METH_O, NULL },
	{ "lists", lists_ok, METH_O, NULL },
	{ "other", other_ok, METH_VARARGS, NULL },
	{ "twice", twice_ok, METH_VARARGS, NULL },
	{ "trusted", trusted_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "unknown", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_unknown(void)
{
	return PyModuleDef_Init(&module);
}
