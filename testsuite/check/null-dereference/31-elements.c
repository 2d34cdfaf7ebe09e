/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The element of an array whose making failed is NULL where a loop walks all
 * of them, too. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *build_bad(PyObject *self, PyObject *args)
{
	PyObject *f, **v, *res = NULL;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "On", &f, &n))
		return NULL;
	if (n < 0 || n > 1000)
		return PyErr_Format(PyExc_ValueError, "n");
	v = PyMem_Calloc((size_t) n + 1, sizeof(*v));
	if (v == NULL)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++) {
		v[i] = PyObject_CallNoArgs(f);
		if (v[i] == NULL)
			goto done;
	}
	res = PyLong_FromSsize_t(n);
done:
	for (i = 0; i < n; i++)
		Py_DECREF(v[i]); // expect: null-dereference 'v[i]'
	PyMem_Free(v);
	return res;
}

static PyObject *build_ok(PyObject *self, PyObject *args)
{
	PyObject *f, **v, *res = NULL;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "On", &f, &n))
		return NULL;
	if (n < 0 || n > 1000)
		return PyErr_Format(PyExc_ValueError, "n");
	v = PyMem_Calloc((size_t) n + 1, sizeof(*v));
	if (v == NULL)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++) {
		v[i] = PyObject_CallNoArgs(f);
		if (v[i] == NULL)
			goto done;
	}
	res = PyLong_FromSsize_t(n);
done:
	for (i = 0; i < n; i++)
		Py_XDECREF(v[i]);
	PyMem_Free(v);
	return res;
}

/* Back from where it failed. */
static PyObject *unwind_ok(PyObject *self, PyObject *f)
{
	PyObject **v = PyMem_Malloc(20 * sizeof(*v)), *res = NULL;
	Py_ssize_t i, k;

	if (v == NULL)
		return PyErr_NoMemory();
	for (i = 0; i < 20; i++) {
		v[i] = PyObject_CallNoArgs(f);
		if (v[i] == NULL)
			break;
	}
	if (i == 20)
		res = PyLong_FromSsize_t(i);
	for (k = 0; k < i; k++)
		Py_DECREF(v[k]);
	PyMem_Free(v);
	return res;
}

/* The hole is filled by an element whose number is not known. */
static PyObject *hole_ok(PyObject *self, PyObject *args)
{
	PyObject **v, *o, *res;
	Py_ssize_t at, i;

	if (!PyArg_ParseTuple(args, "On", &o, &at))
		return NULL;
	if (at < 0 || at >= 4)
		return PyErr_Format(PyExc_IndexError, "no such place");
	v = PyMem_Malloc(4 * sizeof(*v));
	if (v == NULL)
		return PyErr_NoMemory();
	i = 0;
	v[i] = NULL;
	for (i = 0; i <= at; i++)
		v[at - i] = Py_NewRef(o);
	i = 0;
	res = PyObject_Repr(v[i]);
	for (i = 0; i <= at; i++)
		Py_DECREF(v[i]);
	PyMem_Free(v);
	return res;
}

/* NULL to begin with: as many are filled in as are read. */
static PyObject *named_ok(PyObject *self, PyObject *dict)
{
	Py_ssize_t n = PyDict_Size(dict), pos, i;
	PyObject *key, *value;
	const char **names;
	size_t sum = 0;

	if (n < 0)
		return NULL;
	names = PyMem_Malloc((size_t) (n + 1) * sizeof(*names));
	if (!names)
		return PyErr_NoMemory();
	for (i = 0; i < n + 1; i++)
		names[i] = NULL;
	for (pos = 0, i = 0; PyDict_Next(dict, &pos, &key, &value); i++) {
		names[i] = PyUnicode_AsUTF8(key);
		if (!names[i]) {
			PyMem_Free(names);
			return NULL;
		}
	}
	for (pos = 0, i = 0; PyDict_Next(dict, &pos, &key, &value); i++)
		sum += strlen(names[i]);
	PyMem_Free(names);
	return PyLong_FromSize_t(sum);
}

/* A field of a function that was asked for is there. */
static PyObject *annotations_ok(PyObject *self, PyObject *o)
{
	PyFunctionObject *f = (PyFunctionObject *) o;
	PyObject *d;

	if (!PyFunction_Check(o) || f->func_annotations == NULL)
		Py_RETURN_NONE;
	d = PyDict_New();
	if (d == NULL || PyDict_SetItemString(d, "a", Py_None) < 0) {
		Py_XDECREF(d);
		return NULL;
	}
	Py_SETREF(f->func_annotations, d);
	Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
	{ "build", build_bad, METH_VARARGS, NULL },
	{ "build2", build_ok, METH_VARARGS, NULL },
	{ "unwind", unwind_ok, METH_O, NULL },
	{ "hole", hole_ok, METH_VARARGS, NULL },
	{ "annotations", annotations_ok, METH_O, NULL },
	{ "named", named_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, functions, NULL, NULL, NULL, NULL
};
