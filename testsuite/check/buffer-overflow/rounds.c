// SPDX-License-Identifier: GPL-3.0-or-later
/* A counter that goes up at most once a round, of a loop with as many rounds as
 * others filled in. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

enum { MOST = 8 };

static int clients[MOST], n_clients;

static PyObject *add_ok(PyObject *m, PyObject *arg)
{
	long client = PyLong_AsLong(arg);

	if (client == -1 && PyErr_Occurred())
		return NULL;
	if (n_clients < MOST)
		clients[n_clients++] = (int)client;
	Py_RETURN_NONE;
}

static PyObject *remove_ok(PyObject *m, PyObject *arg)
{
	long client = PyLong_AsLong(arg);
	int i, count;

	if (client == -1 && PyErr_Occurred())
		return NULL;
	count = n_clients;
	n_clients = 0;
	for (i = 0; i < count; i++)
		if (clients[i] != client)
			clients[n_clients++] = clients[i];
	Py_RETURN_NONE;
}

struct polygon {
	double x[MOST];
	int n;
};

static void simplify_ok(struct polygon *p)
{
	struct polygon hull;
	int k;

	hull.n = 0;
	for (k = 0; k < p->n; k++)
		if (p->x[k] > 0)
			hull.x[hull.n++] = p->x[k];
	p->n = hull.n;
	for (k = 0; k < p->n; k++)
		p->x[k] = hull.x[k];
}

static PyObject *polygon_ok(PyObject *m, PyObject *none)
{
	struct polygon p = { { 1, 2, 3 }, 3 };

	simplify_ok(&p);
	return PyLong_FromLong(p.n);
}

/* One round more than there is room. */
static PyObject *quoted_bad(PyObject *m, PyObject *arg)
{
	char quoted[MOST];
	int n = 0, i;

	for (i = 0; i <= MOST; i++)
		quoted[n++] = 'a'; // expect: buffer-overflow 'past the end'
	return PyUnicode_FromStringAndSize(quoted, n);
}

static PyMethodDef methods[] = {
	{ "add", add_ok, METH_O, NULL },
	{ "remove", remove_ok, METH_O, NULL },
	{ "polygon", polygon_ok, METH_NOARGS, NULL },
	{ "quoted", quoted_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
