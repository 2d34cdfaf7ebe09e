// SPDX-License-Identifier: GPL-3.0-or-later
/* What a test lets through, in more places; containers of which nobody asks
 * how much they hold. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>
#include <sys/un.h>

typedef struct {
	PyObject_HEAD
	int state;
	char message[64];
	double m[4][4];
} Thing;

static PyObject *terminated_bad(Thing *self, PyObject *unused)
{
	self->message[sizeof(self->message)] = 0; // expect: buffer-overflow 'message'
	Py_RETURN_NONE;
}

static PyObject *terminated_ok(Thing *self, PyObject *unused)
{
	self->message[sizeof(self->message) - 1] = 0;
	Py_RETURN_NONE;
}

static PyObject *cell_bad(Thing *self, PyObject *args)
{
	int i, j;

	if (!PyArg_ParseTuple(args, "ii", &i, &j))
		return NULL;
	if (i < 0 || i > 3 || j < 0 || j > 4)
		return PyErr_Format(PyExc_IndexError, "index");
	return PyFloat_FromDouble(self->m[i][j]); // expect: buffer-overflow 'm'
}

static PyObject *cell_ok(Thing *self, PyObject *args)
{
	int i, j;

	if (!PyArg_ParseTuple(args, "ii", &i, &j))
		return NULL;
	if (i < 0 || i > 3 || j < 0 || j > 3)
		return PyErr_Format(PyExc_IndexError, "index");
	return PyFloat_FromDouble(self->m[i][j]);
}

static PyObject *frame_bad(PyObject *self, PyObject *args)
{
	char frame[64];
	const char *cmd;
	Py_ssize_t len;

	if (!PyArg_ParseTuple(args, "y#", &cmd, &len))
		return NULL;
	if (len > (Py_ssize_t) sizeof(frame))
		return PyErr_Format(PyExc_ValueError, "long");
	frame[0] = 2;
	memcpy(frame + 1, cmd, len); // expect: buffer-overflow 'memcpy'
	frame[len + 1] = 3; // expect: buffer-overflow 'frame'
	return PyBytes_FromStringAndSize(frame, sizeof(frame));
}

static PyObject *frame_ok(PyObject *self, PyObject *args)
{
	char frame[64];
	const char *cmd;
	Py_ssize_t len;

	if (!PyArg_ParseTuple(args, "y#", &cmd, &len))
		return NULL;
	if (len > (Py_ssize_t) sizeof(frame) - 2)
		return PyErr_Format(PyExc_ValueError, "long");
	frame[0] = 2;
	memcpy(frame + 1, cmd, len);
	frame[len + 1] = 3;
	return PyBytes_FromStringAndSize(frame, sizeof(frame));
}

static PyObject *path_bad(PyObject *self, PyObject *args)
{
	struct sockaddr_un a;
	Py_buffer path;

	if (!PyArg_ParseTuple(args, "y*", &path))
		return NULL;
	if ((size_t) path.len > sizeof(a)) {
		PyBuffer_Release(&path);
		return PyErr_Format(PyExc_OSError, "AF_UNIX path too long");
	}
	memcpy(a.sun_path, path.buf, path.len); // expect: buffer-overflow 'memcpy'
	PyBuffer_Release(&path);
	return PyBytes_FromStringAndSize((char *) &a, sizeof(a));
}

static PyObject *path_ok(PyObject *self, PyObject *args)
{
	struct sockaddr_un a = { 0 };
	Py_buffer path;

	if (!PyArg_ParseTuple(args, "y*", &path))
		return NULL;
	if ((size_t) path.len >= sizeof(a.sun_path)) {
		PyBuffer_Release(&path);
		return PyErr_Format(PyExc_OSError, "AF_UNIX path too long");
	}
	memcpy(a.sun_path, path.buf, path.len);
	a.sun_path[path.len] = 0;
	PyBuffer_Release(&path);
	return PyBytes_FromStringAndSize((char *) &a, sizeof(a));
}

static PyObject *fewer_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *l;

	if (n < 1)
		return PyErr_Format(PyExc_TypeError, "none");
	l = PyList_New(n - 1);
	if (!l)
		return NULL;
	for (i = 0; i < n; i++)
		PyList_SET_ITEM(l, i, Py_NewRef(Py_None)); // expect: buffer-overflow 'l'
	return l;
}

static PyObject *fewer_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *l;

	if (n < 1)
		return PyErr_Format(PyExc_TypeError, "none");
	l = PyList_New(n - 1);
	if (!l)
		return NULL;
	for (i = 0; i < n - 1; i++)
		PyList_SET_ITEM(l, i, Py_NewRef(Py_None));
	return l;
}

static PyObject *pair_bad(PyObject *self, PyObject *key)
{
	if (!PyTuple_Check(key))
		return PyErr_Format(PyExc_TypeError, "a pair is wanted");
	return PyTuple_Pack(2, PyTuple_GET_ITEM(key, 1), // expect: buffer-overflow 'key'
			    PyTuple_GET_ITEM(key, 0));
}

static PyObject *pair_ok(PyObject *self, PyObject *key)
{
	if (!PyTuple_Check(key) || PyTuple_GET_SIZE(key) != 2)
		return PyErr_Format(PyExc_TypeError, "a pair is wanted");
	return PyTuple_Pack(2, PyTuple_GET_ITEM(key, 1),
			    PyTuple_GET_ITEM(key, 0));
}

static PyObject *parsed_ok(PyObject *self, PyObject *key)
{
	int i, j;

	if (!PyTuple_Check(key))
		return PyErr_Format(PyExc_TypeError, "a pair is wanted");
	if (!PyArg_ParseTuple(key, "ii", &i, &j))
		return NULL;
	return Py_NewRef(PyTuple_GET_ITEM(key, 1));
}

static PyObject *first_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	if (n > 2)
		return PyErr_Format(PyExc_TypeError, "two at most");
	return PyNumber_Absolute(args[0]); // expect: buffer-overflow 'args'
}

static PyObject *first_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	if (n > 2)
		return PyErr_Format(PyExc_TypeError, "two at most");
	return n ? PyNumber_Absolute(args[0]) : PyLong_FromLong(0);
}

static PyObject *twice_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	if (n < 1)
		return PyErr_Format(PyExc_TypeError, "one at least");
	if (args[1] != Py_None && args[1] != self) // expect: buffer-overflow 'args'
		return PyNumber_Absolute(args[1]);
	return Py_NewRef(args[0]);
}

static PyObject *vector_bad(PyObject *type, PyObject *const *args,
			    size_t nargsf, PyObject *kwnames)
{
	Py_ssize_t n = PyVectorcall_NARGS(nargsf);

	if (n > 3 || kwnames)
		return PyErr_Format(PyExc_TypeError, "three at most");
	type = args[0]; // expect: buffer-overflow 'args'
	return n == 3 ? PyTuple_Pack(2, type, args[2]) : PyTuple_Pack(1, type);
}

static PyObject *vector_ok(PyObject *type, PyObject *const *args,
			   size_t nargsf, PyObject *kwnames)
{
	Py_ssize_t n = PyVectorcall_NARGS(nargsf);

	if (n < 1 || n > 3 || kwnames)
		return PyErr_Format(PyExc_TypeError, "one to three");
	return PyTuple_Pack(1, args[0]);
}

#define FAST(f) ((PyCFunction) (void (*)(void)) (f))

static PyMethodDef methods[] = {
	{ "terminated", (PyCFunction) terminated_bad, METH_NOARGS },
	{ "terminated_ok", (PyCFunction) terminated_ok, METH_NOARGS },
	{ "cell", (PyCFunction) cell_bad, METH_VARARGS },
	{ "cell_ok", (PyCFunction) cell_ok, METH_VARARGS },
	{ "frame", frame_bad, METH_VARARGS },
	{ "frame_ok", frame_ok, METH_VARARGS },
	{ "path", path_bad, METH_VARARGS },
	{ "path_ok", path_ok, METH_VARARGS },
	{ "fewer", fewer_bad, METH_VARARGS },
	{ "fewer_ok", fewer_ok, METH_VARARGS },
	{ "pair", pair_bad, METH_O },
	{ "pair_ok", pair_ok, METH_O },
	{ "parsed_ok", parsed_ok, METH_O },
	{ "first", FAST (first_bad), METH_FASTCALL },
	{ "first_ok", FAST (first_ok), METH_FASTCALL },
	{ "twice", FAST (twice_bad), METH_FASTCALL },
	{ 0 }
};

PyTypeObject Thing_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Thing",
	.tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = methods,
	.tp_vectorcall = vector_bad,
};

PyTypeObject Other_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Other",
	.tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_vectorcall = vector_ok,
};
