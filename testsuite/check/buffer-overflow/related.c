// SPDX-License-Identifier: GPL-3.0-or-later
/* What is known of a number through others: a minimum, an order through a third
 * one, an equality that was tested before. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#undef NDEBUG
#include <assert.h>

typedef struct {
	PyObject_HEAD
	Py_ssize_t holes;
} Part;

/* stop is the less of the two. */
static PyObject *fill_ok(Part *part, PyObject *args)
{
	Py_ssize_t rest = PyTuple_GET_SIZE(args) - 1, i, stop;
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (rest < 0)
		return list;
	if (part->holes && rest) {
		stop = part->holes > rest ? rest : part->holes;
		for (i = 0; i < stop; i++)
			if (PyList_Append(list, PyTuple_GET_ITEM(args, i + 1))) {
				Py_DECREF(list);
				return NULL;
			}
	}
	return list;
}

static PyObject *fill_bad(Part *part, PyObject *args)
{
	Py_ssize_t size = PyTuple_GET_SIZE(args);

	if (size < 1)
		Py_RETURN_NONE;
	if (part->holes > size)
		Py_RETURN_NONE;
	return Py_NewRef(PyTuple_GET_ITEM(args, 1)); // expect: buffer-overflow
}

/* i < index <= size */
static PyObject *insert(PyObject *tuple, PyObject *item, Py_ssize_t index)
{
	Py_ssize_t size, i;
	PyObject *r, *tmp;

	assert(index >= 0 && index <= PyTuple_GET_SIZE(tuple));
	size = PyTuple_GET_SIZE(tuple);
	r = PyTuple_New(size + 1);
	if (!r)
		return NULL;
	PyTuple_SET_ITEM(r, index, Py_NewRef(item));
	for (i = 0; i < size + 1; i++) {
		if (i < index)
			tmp = PyTuple_GET_ITEM(tuple, i);
		else if (i > index)
			tmp = PyTuple_GET_ITEM(tuple, i - 1);
		else
			continue;
		PyTuple_SET_ITEM(r, i, Py_NewRef(tmp));
	}
	return r;
}

static PyObject *insert_ok(PyObject *m, PyObject *tuple)
{
	if (!PyTuple_CheckExact(tuple) || !PyTuple_GET_SIZE(tuple))
		Py_RETURN_NONE;
	return insert(tuple, Py_None, 1);
}

static PyObject *insert_bad(PyObject *m, PyObject *tuple)
{
	Py_ssize_t size, i;
	PyObject *r, *item;

	if (!PyTuple_CheckExact(tuple))
		Py_RETURN_NONE;
	size = PyTuple_GET_SIZE(tuple);
	r = PyTuple_New(size + 1);
	if (!r)
		return NULL;
	for (i = 0; i < size + 1; i++) {
		item = PyTuple_GET_ITEM(tuple, i); // expect: buffer-overflow
		PyTuple_SET_ITEM(r, i, Py_NewRef(item));
	}
	return r;
}

/* As many as the tuple has, when it comes to the second loop. */
static PyObject *state_ok(PyObject *m, PyObject *args)
{
	PyObject *current, *copy;
	Py_ssize_t n, size, i;

	if (!PyArg_ParseTuple(args, "O!n", &PyTuple_Type, &current, &n))
		return NULL;
	size = PyTuple_GET_SIZE(current);
	if (size != n)
		Py_RETURN_NONE;
	for (i = 0; i < size; i++)
		if (PyTuple_GET_ITEM(current, i) == Py_None)
			Py_RETURN_NONE;
	copy = PyTuple_New(n);
	if (!copy)
		return NULL;
	for (i = 0; i < n; i++)
		PyTuple_SET_ITEM(copy, i,
				 Py_NewRef(PyTuple_GET_ITEM(current, i)));
	return copy;
}

static PyMethodDef methods[] = {
	{ "insert", insert_ok, METH_O, NULL },
	{ "insert_bad", insert_bad, METH_O, NULL },
	{ "state", state_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyMethodDef part_methods[] = {
	{ "fill", (PyCFunction)fill_ok, METH_VARARGS, NULL },
	{ "fill_bad", (PyCFunction)fill_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyTypeObject Part_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Part",
	.tp_basicsize = sizeof(Part),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = part_methods,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	if (PyType_Ready(&Part_Type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
