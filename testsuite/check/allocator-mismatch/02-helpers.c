// SPDX-License-Identifier: GPL-3.0-or-later
/* Allocated here, freed there. */
#include <Python.h>

static char *copy(const char *s)
{
	char *p = PyMem_Malloc(strlen(s) + 1);

	if (p)
		strcpy(p, s);
	return p;
}

static void drop(char *p)
{
	free(p);
}

static void drop_right(char *p)
{
	PyMem_Free(p);
}

static PyObject *helper_bad(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = copy(s);
	if (!p)
		return PyErr_NoMemory();
	free(p); // expect: allocator-mismatch 'p'
	Py_RETURN_NONE;
}

static PyObject *helper_free_bad(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = copy(s);
	if (!p)
		return PyErr_NoMemory();
	drop(p); // expect: allocator-mismatch 'p' 'drop'
	Py_RETURN_NONE;
}

static PyObject *helper_ok(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = copy(s);
	if (!p)
		return PyErr_NoMemory();
	drop_right(p);
	Py_RETURN_NONE;
}

/* Two ways to make one: with the wrong one on one of them. */
static char *text(int small)
{
	return small ? PyMem_Malloc(10) : malloc(1000);
}

static PyObject *two_ways_bad(PyObject *self, PyObject *args)
{
	char *p;
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	p = text(n < 10);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p); // expect: allocator-mismatch 'p'
	Py_RETURN_NONE;
}

/* Of a library: its own function frees it. */
char *library_text(void);
void library_free(char *p);

static PyObject *library_ok(PyObject *self, PyObject *unused)
{
	char *p = library_text();
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	r = PyUnicode_FromString(p);
	library_free(p);
	return r;
}

static PyMethodDef methods[] = {
	{ "helper_bad", helper_bad, METH_VARARGS, NULL },
	{ "helper_free_bad", helper_free_bad, METH_VARARGS, NULL },
	{ "helper_ok", helper_ok, METH_VARARGS, NULL },
	{ "two_ways_bad", two_ways_bad, METH_VARARGS, NULL },
	{ "library_ok", library_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}

/* Which allocator it is, the caller says. */
static int encode(const wchar_t *w, char **out, int raw)
{
	char *p = raw ? PyMem_RawMalloc(10) : PyMem_Malloc(10);

	if (!p)
		return -1;
	p[0] = (char) w[0];
	*out = p;
	return 0;
}

PyObject *raw_ok(PyObject *self, PyObject *arg)
{
	PyObject *r;
	char *p;

	if (encode(L"x", &p, 1) < 0)
		return PyErr_NoMemory();
	r = PyUnicode_FromString(p);
	PyMem_RawFree(p);
	return r;
}

PyObject *raw_bad(PyObject *self, PyObject *arg)
{
	PyObject *r;
	char *p;

	if (encode(L"x", &p, 1) < 0)
		return PyErr_NoMemory();
	r = PyUnicode_FromString(p);
	PyMem_Free(p); // expect: allocator-mismatch 'p'
	return r;
}
