// SPDX-License-Identifier: GPL-3.0-or-later
/* An object that was compared is no other's for that. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static Py_ssize_t bisect(PyObject *list, PyObject *item, PyObject *key,
			 int late)
{
	Py_ssize_t lo = 0, hi = PySequence_Size(list);
	PyObject *it;
	int res;

	if (hi < 0)
		return -1;
	while (lo < hi) {
		Py_ssize_t mid = lo + (hi - lo) / 2;

		it = PySequence_GetItem(list, mid);
		if (!it)
			return -1;
		if (key != Py_None) {
			PyObject *by = PyObject_CallOneArg(key, it);

			Py_DECREF(it);
			if (!by)
				return -1;
			it = by;
		}
		res = PyObject_RichCompareBool(item, it, Py_LT);
		if (res < 0 && !late && PyErr_ExceptionMatches(PyExc_TypeError))
			PyErr_Format(PyExc_TypeError, "no order: %.100s",
				     Py_TYPE(it)->tp_name);
		Py_DECREF(it);
		if (res < 0) {
			if (late && PyErr_ExceptionMatches(PyExc_TypeError))
				PyErr_Format(PyExc_TypeError,
					     "no order: %.100s",
					     Py_TYPE(it)->tp_name); // expect: use-after-release
			return -1;
		}
		if (res)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

/* Who sets an attribute keeps what it is set to. */
static PyObject *keep_ok(PyObject *self, PyObject *noargs)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (PyObject_SetAttrString(self, "list", list) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(list);
	return PyLong_FromSsize_t(PyList_GET_SIZE(list));
}

static PyObject *find(PyObject *self, PyObject *args)
{
	PyObject *list, *item, *key;
	Py_ssize_t n;
	int late;

	if (!PyArg_ParseTuple(args, "OOOi", &list, &item, &key, &late))
		return NULL;
	n = bisect(list, item, key, late);
	return n < 0 ? NULL : PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{"find", find, METH_VARARGS, NULL},
	{"keep", keep_ok, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "asked", NULL, 0, methods
};
