// SPDX-License-Identifier: GPL-3.0-or-later
/* An unknown function gets the memory: that it did not take it over is what
 * another way shows, on which all goes well. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int lib_compress(char *out, size_t n);
int lib_add(char *p);
void lib_note(const char *p);
char *lib_find(char *p);

PyObject *forgets_bad(PyObject *self, PyObject *arg)
{
	char *out = PyMem_Malloc(100);
	PyObject *r = NULL;
	int rc;

	if (!out)
		return PyErr_NoMemory();
	rc = lib_compress(out, 100);
	if (rc < 0) {
		PyErr_SetString(PyExc_RuntimeError, "compress");
		goto end;
	}
	r = PyBytes_FromStringAndSize(out, rc);
	PyMem_Free(out);
end:
	return r; // expect: resource-leak 'out'
}

PyObject *forgets_ok(PyObject *self, PyObject *arg)
{
	char *out = PyMem_Malloc(100);
	PyObject *r = NULL;
	int rc;

	if (!out)
		return PyErr_NoMemory();
	rc = lib_compress(out, 100);
	if (rc < 0)
		PyErr_SetString(PyExc_RuntimeError, "compress");
	else
		r = PyBytes_FromStringAndSize(out, rc);
	PyMem_Free(out);
	return r;
}

/* It is the library's once it has it. */
PyObject *taken_over_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	p[0] = 0;
	if (lib_add(p) < 0) {
		PyMem_Free(p);
		PyErr_SetString(PyExc_RuntimeError, "add");
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *taken_or_not_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	if (lib_add(p)) {
		PyMem_Free(p);
		PyErr_SetString(PyExc_RuntimeError, "add");
		return NULL;
	}
	Py_RETURN_NONE;
}

/* Nothing here tells whose it is. */
PyObject *never_released_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	lib_note(p);
	Py_RETURN_NONE;
}

PyObject *later_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	long n;

	if (!p)
		return PyErr_NoMemory();
	lib_note(p);
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred())
		return NULL; // expect: resource-leak 'p'
	lib_note(p);
	PyMem_Free(p);
	return PyLong_FromLong(n);
}

typedef struct { PyObject_HEAD char *label; } Labelled;

static int set_label_bad(Labelled *self, PyObject *v, void *closure)
{
	const char *s = v ? PyUnicode_AsUTF8(v) : "";
	char *p;

	if (!s)
		return -1;
	p = PyMem_Malloc(strlen(s) + 1);
	if (!p) {
		PyErr_NoMemory();
		return -1;
	}
	strcpy(p, s);
	self->label = p; // expect: resource-leak 'label'
	return 0;
}

static int set_label_ok(Labelled *self, PyObject *v, void *closure)
{
	const char *s = v ? PyUnicode_AsUTF8(v) : "";
	char *p;

	if (!s)
		return -1;
	p = PyMem_Malloc(strlen(s) + 1);
	if (!p) {
		PyErr_NoMemory();
		return -1;
	}
	strcpy(p, s);
	PyMem_Free(self->label);
	self->label = p;
	return 0;
}

static void dealloc(Labelled *self)
{
	PyMem_Free(self->label);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyGetSetDef getset[] = {
	{ "label", NULL, (setter) set_label_bad, NULL, NULL },
	{ "label2", NULL, (setter) set_label_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyTypeObject Labelled_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Labelled", .tp_basicsize = sizeof(Labelled),
	.tp_dealloc = (destructor) dealloc, .tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew, .tp_getset = getset,
};
