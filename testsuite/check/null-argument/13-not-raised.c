/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pyrefcheck: args=disable=unchecked-error */
/* NULL is told apart from errors by asking PyErr_Occurred: that says nothing of
 * whether there is such a NULL. */
#include <Python.h>

static void *(*get_room)(size_t);
static void (*give_back)(void *);
static Py_ssize_t (*get_name)(PyObject *, char *, size_t);

static PyObject *
plain_ok(PyObject *self, PyObject *arg)
{
	char *name = get_room(20);
	PyObject *r;

	if (name == NULL && PyErr_Occurred())
		return NULL;
	r = PyBytes_FromString(name);
	give_back(name);
	return r;
}

/* As Cython has it. */
static PyObject *
__pyx_pf_name_ok(PyObject *self, PyObject *arg)
{
	char *label, *text;
	PyObject *r = NULL, *t, *kept;
	Py_ssize_t n, m;
	void *room;

	n = get_name(arg, NULL, 0);
	if (__builtin_expect(n == -1, 0))
		return NULL;
	room = get_room(n + 1);
	if (__builtin_expect(!!(room == ((void *)NULL) && PyErr_Occurred()), 0))
		goto error;
	label = ((char *)room);
	m = get_name(arg, label, n + 1);
	if (__builtin_expect(m == -1, 0))
		goto error;
	text = label;
	t = PyBytes_FromString(text);
	if (!t)
		goto error;
	r = t;
	t = 0;
	kept = r;
	r = 0;
	/* Cython asks so after each function that may raise. */
	give_back(label);
	if (PyErr_Occurred())
		goto error;
	r = kept;
	kept = 0;
	goto done;
error:
	r = NULL;
done:
	return r;
}

static char *
room_for(Py_ssize_t n)
{
	char *p;

	if (n == 0)
		return NULL;
	p = malloc(n);
	if (!p)
		PyErr_NoMemory();
	return p;
}

/* There is: the helper's. */
static PyObject *
empty_bad(PyObject *self, PyObject *arg)
{
	char *name = room_for(PyObject_Size(arg) == 3 ? 3 : 0);
	PyObject *r;

	if (name == NULL && PyErr_Occurred())
		return NULL;
	r = PyBytes_FromString(name); // expect: null-argument 'PyBytes_FromString'
	free(name);
	return r;
}

/* Asked for alone, too. */
static PyObject *
looked_at_bad(PyObject *self, PyObject *arg)
{
	char *name = get_room(20);

	if (name == NULL) {
		if (PyErr_Occurred())
			return NULL;
		fprintf(stderr, "no room\n");
		return PyBytes_FromString(name); // expect: null-argument 'PyBytes_FromString'
	}
	give_back(name);
	Py_RETURN_NONE;
}

/* What a macro of Cython allows for is not what is passed. */
#define VALIDATE(view, obj) ((obj == Py_None || obj == NULL) \
	? ((view)->buf = NULL, 0) : PyObject_GetBuffer(obj, view, PyBUF_SIMPLE))

static PyObject *
__pyx_pf_view_ok(PyObject *self, PyObject *array)
{
	Py_buffer view;
	PyObject *r;

	if (VALIDATE(&view, array) < 0)
		return NULL;
	r = PyObject_Str(array);
	if (view.buf)
		PyBuffer_Release(&view);
	return r;
}

static PyMethodDef methods[] = {
	{ "plain", plain_ok, METH_O, NULL },
	{ "name", __pyx_pf_name_ok, METH_O, NULL },
	{ "empty", empty_bad, METH_O, NULL },
	{ "looked_at", looked_at_bad, METH_O, NULL },
	{ "view", __pyx_pf_view_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *find_methods(void)
{
	return methods;
}

void *find_library[] = { &get_room, &give_back, &get_name };
