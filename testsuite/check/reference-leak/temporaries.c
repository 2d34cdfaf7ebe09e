// SPDX-License-Identifier: GPL-3.0-or-later
/* Fresh references that go straight into a call that takes none of them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *nested_bad(PyObject *self, PyObject *arg)
{
	PyObject *d = PyDict_New();

	if (!d)
		return NULL;
	if (PyDict_SetItemString(d, "size", PyLong_FromLong(7000)) < 0) { // expect: null-argument // expect: reference-leak 'PyLong_FromLong'
		Py_DECREF(d);
		return NULL;
	}
	return d;
}

static PyObject *nested_ok(PyObject *self, PyObject *arg)
{
	PyObject *d = PyDict_New(), *size;

	if (!d)
		return NULL;
	size = PyLong_FromLong(7000);
	if (!size || PyDict_SetItemString(d, "size", size) < 0) {
		Py_XDECREF(size);
		Py_DECREF(d);
		return NULL;
	}
	Py_DECREF(size);
	return d;
}

static PyObject *build_bad(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_Str(arg);
	PyObject *type = PyObject_Type(arg);

	if (!name || !type) {
		Py_XDECREF(name);
		Py_XDECREF(type);
		return NULL;
	}
	return Py_BuildValue("(OO)", name, type); // expect: reference-leak 'name' // expect: reference-leak 'type'
}

static PyObject *build_ok(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_Str(arg);
	PyObject *type = PyObject_Type(arg);

	if (!name || !type) {
		Py_XDECREF(name);
		Py_XDECREF(type);
		return NULL;
	}
	return Py_BuildValue("(NN)", name, type);
}

static PyObject *setattr_bad(PyObject *self, PyObject *arg)
{
	PyObject *flag = PyBool_FromLong(PyCallable_Check(arg));
	PyObject *list = PyList_New(0);

	if (!list) {
		Py_DECREF(flag);
		return NULL;
	}
	if (PyObject_SetAttrString(arg, "items", list) < 0) {
		Py_DECREF(list);
		Py_DECREF(flag);
		return NULL;
	}
	return flag; // expect: reference-leak 'list'
}

static PyObject *setattr_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);
	int status;

	if (!list)
		return NULL;
	status = PyObject_SetAttrString(arg, "items", list);
	Py_DECREF(list);
	if (status < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *raise_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = PyUnicode_FromFormat("bad argument %R", arg);

	if (text)
		PyErr_SetObject(PyExc_ValueError, text);
	return NULL; // expect: reference-leak 'text'
}

static PyObject *raise_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = PyUnicode_FromFormat("bad argument %R", arg);

	if (text) {
		PyErr_SetObject(PyExc_ValueError, text);
		Py_DECREF(text);
	}
	return NULL;
}

static PyObject *compare_bad(PyObject *self, PyObject *arg)
{
	PyObject *zero = PyLong_FromString("100000", NULL, 10);
	int less;

	if (!zero)
		return NULL;
	less = PyObject_RichCompareBool(arg, zero, Py_LT);
	if (less < 0)
		return NULL; // expect: reference-leak 'zero'
	Py_DECREF(zero);
	return PyBool_FromLong(less);
}

static PyObject *compare_ok(PyObject *self, PyObject *arg)
{
	PyObject *zero = PyLong_FromString("100000", NULL, 10);
	int less;

	if (!zero)
		return NULL;
	less = PyObject_RichCompareBool(arg, zero, Py_LT);
	Py_DECREF(zero);
	if (less < 0)
		return NULL;
	return PyBool_FromLong(less);
}

static PyObject *size_bad(PyObject *self, PyObject *arg)
{
	PyObject *keys = PyMapping_Keys(arg);
	Py_ssize_t n;

	if (!keys)
		return NULL;
	n = PyList_Size(keys);
	return PyLong_FromSsize_t(n); // expect: reference-leak 'keys'
}

static PyObject *size_ok(PyObject *self, PyObject *arg)
{
	PyObject *keys = PyMapping_Keys(arg);
	Py_ssize_t n;

	if (!keys)
		return NULL;
	n = PyList_Size(keys);
	Py_DECREF(keys);
	return PyLong_FromSsize_t(n);
}

static PyObject *chain_bad(PyObject *self, PyObject *arg)
{
	PyObject *iter = PyObject_GetIter(PySequence_List(arg)); // expect: null-argument // expect: reference-leak 'PySequence_List'

	return iter;
}

static PyObject *chain_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *iter;

	if (!list)
		return NULL;
	iter = PyObject_GetIter(list);
	Py_DECREF(list);
	return iter;
}

static PyObject *append_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t i;
	PyObject *out = PyList_New(0);

	if (!out)
		return NULL;
	for (i = 0; i < PyTuple_GET_SIZE(args); i++) {
		PyObject *s = PyObject_Str(PyTuple_GET_ITEM(args, i));

		if (!s)
			goto error;
		if (PyList_Append(out, s))
			goto error;
		Py_DECREF(s);
	}
	return out;
error:
	Py_DECREF(out);
	return NULL; // expect: reference-leak 's' 'PyList_Append'
}

static PyObject *append_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t i;
	PyObject *out = PyList_New(0);

	if (!out)
		return NULL;
	for (i = 0; i < PyTuple_GET_SIZE(args); i++) {
		PyObject *s = PyObject_Str(PyTuple_GET_ITEM(args, i));

		if (!s)
			goto error;
		if (PyList_Append(out, s)) {
			Py_DECREF(s);
			goto error;
		}
		Py_DECREF(s);
	}
	return out;
error:
	Py_DECREF(out);
	return NULL;
}

static PyObject *bytes_bad(PyObject *self, PyObject *arg)
{
	PyObject *bytes = PyUnicode_AsEncodedString(arg, "latin-1", "strict");
	char *p;
	Py_ssize_t n, i, sum = 0;

	if (!bytes)
		return NULL;
	if (PyBytes_AsStringAndSize(bytes, &p, &n) < 0)
		return NULL; // expect: reference-leak 'bytes'
	for (i = 0; i < n; i++)
		sum += p[i];
	Py_DECREF(bytes);
	return PyLong_FromSsize_t(sum);
}

static PyObject *bytes_ok(PyObject *self, PyObject *arg)
{
	PyObject *bytes = PyUnicode_AsEncodedString(arg, "latin-1", "strict");
	char *p;
	Py_ssize_t n, i, sum = 0;

	if (!bytes)
		return NULL;
	if (PyBytes_AsStringAndSize(bytes, &p, &n) < 0) {
		Py_DECREF(bytes);
		return NULL;
	}
	for (i = 0; i < n; i++)
		sum += p[i];
	Py_DECREF(bytes);
	return PyLong_FromSsize_t(sum);
}

static PyObject *concat_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *c;

	if (!PyArg_ParseTuple(args, "UUU", &a, &b, &c))
		return NULL;
	a = PyUnicode_Concat(a, b);
	if (!a)
		return NULL;
	a = PyUnicode_Concat(a, c); // expect: reference-leak 'a'
	return a;
}

static PyObject *concat_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *c, *r;

	if (!PyArg_ParseTuple(args, "UUU", &a, &b, &c))
		return NULL;
	r = PyUnicode_Concat(a, b);
	if (!r)
		return NULL;
	PyUnicode_Append(&r, c);
	return r;
}

static PyObject *kwargs_bad(PyObject *self, PyObject *callable)
{
	PyObject *args = PyTuple_New(0), *kw = PyDict_New(), *r;

	if (!args || !kw) {
		Py_XDECREF(args);
		Py_XDECREF(kw);
		return NULL;
	}
	r = PyObject_Call(callable, args, kw);
	Py_DECREF(args);
	return r; // expect: reference-leak 'kw'
}

static PyObject *kwargs_ok(PyObject *self, PyObject *callable)
{
	PyObject *args = PyTuple_New(0), *kw = PyDict_New(), *r;

	if (!args || !kw) {
		Py_XDECREF(args);
		Py_XDECREF(kw);
		return NULL;
	}
	r = PyObject_Call(callable, args, kw);
	Py_DECREF(args);
	Py_DECREF(kw);
	return r;
}

static PyObject *vector_bad(PyObject *self, PyObject *callable)
{
	PyObject *argv[2];
	PyObject *r;

	argv[0] = PyLong_FromLong(1234);
	if (!argv[0])
		return NULL;
	argv[1] = PyFloat_FromDouble(1.5);
	if (!argv[1])
		return NULL; // expect: reference-leak 'argv'
	r = PyObject_Vectorcall(callable, argv, 2, NULL);
	Py_DECREF(argv[0]);
	Py_DECREF(argv[1]);
	return r;
}

static PyObject *vector_lost_bad(PyObject *self, PyObject *callable)
{
	PyObject *argv[1] = { PyUnicode_FromString("key") };

	if (!argv[0])
		return NULL;
	return PyObject_Vectorcall(callable, argv, 1, NULL); // expect: reference-leak 'argv'
}

static PyObject *vector_ok(PyObject *self, PyObject *callable)
{
	PyObject *argv[2];
	PyObject *r;

	argv[0] = PyLong_FromLong(1234);
	if (!argv[0])
		return NULL;
	argv[1] = PyFloat_FromDouble(1.5);
	if (!argv[1]) {
		Py_DECREF(argv[0]);
		return NULL;
	}
	r = PyObject_Vectorcall(callable, argv, 2, NULL);
	Py_DECREF(argv[0]);
	Py_DECREF(argv[1]);
	return r;
}

static PyObject *import_bad(PyObject *self, PyObject *arg)
{
	PyObject *mod = PyImport_ImportModule("decimal");
	PyObject *cls;

	if (!mod)
		return NULL;
	cls = PyObject_GetAttrString(mod, "Decimal");
	Py_DECREF(mod);
	if (!cls)
		return NULL;
	if (!PyType_Check(cls) || !PyObject_TypeCheck(arg, (PyTypeObject *) cls)) {
		PyErr_SetString(PyExc_TypeError, "a Decimal is due");
		return NULL; // expect: reference-leak 'cls'
	}
	Py_DECREF(cls);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "nested_bad", nested_bad, METH_O, NULL },
	{ "nested", nested_ok, METH_O, NULL },
	{ "build_bad", build_bad, METH_O, NULL },
	{ "build", build_ok, METH_O, NULL },
	{ "setattr_bad", setattr_bad, METH_O, NULL },
	{ "setattr", setattr_ok, METH_O, NULL },
	{ "raise_bad", raise_bad, METH_O, NULL },
	{ "raise", raise_ok, METH_O, NULL },
	{ "compare_bad", compare_bad, METH_O, NULL },
	{ "compare", compare_ok, METH_O, NULL },
	{ "size_bad", size_bad, METH_O, NULL },
	{ "size", size_ok, METH_O, NULL },
	{ "chain_bad", chain_bad, METH_O, NULL },
	{ "chain", chain_ok, METH_O, NULL },
	{ "append_bad", append_bad, METH_VARARGS, NULL },
	{ "append", append_ok, METH_VARARGS, NULL },
	{ "bytes_bad", bytes_bad, METH_O, NULL },
	{ "bytes", bytes_ok, METH_O, NULL },
	{ "concat_bad", concat_bad, METH_VARARGS, NULL },
	{ "concat", concat_ok, METH_VARARGS, NULL },
	{ "kwargs_bad", kwargs_bad, METH_O, NULL },
	{ "kwargs", kwargs_ok, METH_O, NULL },
	{ "vector_bad", vector_bad, METH_O, NULL },
	{ "vector_lost_bad", vector_lost_bad, METH_O, NULL },
	{ "vector", vector_ok, METH_O, NULL },
	{ "import_bad", import_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "temporaries", NULL, 0, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_temporaries(void)
{
	return PyModuleDef_Init(&module);
}
