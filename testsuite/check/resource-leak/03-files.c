// SPDX-License-Identifier: GPL-3.0-or-later
/* Streams and descriptors. */
#include <Python.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static PyObject *stream_bad(PyObject *self, PyObject *args)
{
	const char *name;
	char line[80];
	FILE *f;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	f = fopen(name, "r");
	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (!fgets(line, sizeof (line), f)) {
		PyErr_SetString(PyExc_EOFError, name);
		return NULL; // expect: resource-leak 'f' 'stream'
	}
	fclose(f);
	return PyUnicode_FromString(line);
}

static PyObject *stream_ok(PyObject *self, PyObject *args)
{
	const char *name;
	char line[80];
	FILE *f;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	f = fopen(name, "r");
	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (!fgets(line, sizeof (line), f)) {
		fclose(f);
		PyErr_SetString(PyExc_EOFError, name);
		return NULL;
	}
	fclose(f);
	return PyUnicode_FromString(line);
}

static PyObject *descriptor_bad(PyObject *self, PyObject *args)
{
	const char *name;
	char c;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open(name, O_RDONLY);
	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (read(fd, &c, 1) != 1)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fd' 'descriptor'
	close(fd);
	return PyLong_FromLong(c);
}

static PyObject *descriptor_ok(PyObject *self, PyObject *args)
{
	const char *name;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open(name, O_RDONLY);
	if (fd == -1)
		return PyErr_SetFromErrno(PyExc_OSError);
	close(fd);
	Py_RETURN_NONE;
}

/* The descriptor is the result. */
static PyObject *returned_ok(PyObject *self, PyObject *args)
{
	const char *name;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open(name, O_RDONLY);
	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyLong_FromLong(fd);
}

static PyObject *pipe_ok(PyObject *self, PyObject *unused)
{
	int fds[2];

	if (pipe(fds) < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return Py_BuildValue("(ii)", fds[0], fds[1]);
}

static PyObject *folder_bad(PyObject *self, PyObject *args)
{
	const char *name;
	struct dirent *e;
	PyObject *list, *item;
	DIR *d;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	d = opendir(name);
	if (!d)
		return PyErr_SetFromErrno(PyExc_OSError);
	list = PyList_New(0);
	if (!list)
		return NULL; // expect: resource-leak 'd' 'directory'
	while ((e = readdir(d)) != NULL) {
		item = PyUnicode_FromString(e->d_name);
		if (!item || PyList_Append(list, item) < 0) {
			Py_XDECREF(item);
			Py_DECREF(list);
			closedir(d);
			return NULL;
		}
		Py_DECREF(item);
	}
	closedir(d);
	return list;
}

static PyObject *folder_ok(PyObject *self, PyObject *args)
{
	const char *name;
	long n = 0;
	DIR *d;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	d = opendir(name);
	if (!d)
		return PyErr_SetFromErrno(PyExc_OSError);
	while (readdir(d))
		n++;
	closedir(d);
	return PyLong_FromLong(n);
}

static PyObject *process_bad(PyObject *self, PyObject *unused)
{
	FILE *f = popen("date", "r");
	char line[80];

	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (!fgets(line, sizeof (line), f))
		line[0] = 0;
	return PyUnicode_FromString(line); // expect: resource-leak 'f'
}

static PyObject *process_ok(PyObject *self, PyObject *unused)
{
	FILE *f = popen("date", "r");
	char line[80];

	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (!fgets(line, sizeof (line), f))
		line[0] = 0;
	pclose(f);
	return PyUnicode_FromString(line);
}

/* The stream owns the descriptor once it is made. */
static PyObject *opened_ok(PyObject *self, PyObject *args)
{
	const char *name;
	FILE *f;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open(name, O_RDONLY);
	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	f = fdopen(fd, "r");
	if (!f) {
		close(fd);
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	fclose(f);
	Py_RETURN_NONE;
}

static PyObject *opened_bad(PyObject *self, PyObject *args)
{
	const char *name;
	FILE *f;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open(name, O_RDONLY);
	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	f = fdopen(fd, "r");
	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fd'
	fclose(f);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "stream_bad", stream_bad, METH_VARARGS, NULL },
	{ "stream_ok", stream_ok, METH_VARARGS, NULL },
	{ "descriptor_bad", descriptor_bad, METH_VARARGS, NULL },
	{ "descriptor_ok", descriptor_ok, METH_VARARGS, NULL },
	{ "returned_ok", returned_ok, METH_VARARGS, NULL },
	{ "pipe_ok", pipe_ok, METH_NOARGS, NULL },
	{ "folder_bad", folder_bad, METH_VARARGS, NULL },
	{ "folder_ok", folder_ok, METH_VARARGS, NULL },
	{ "process_bad", process_bad, METH_NOARGS, NULL },
	{ "process_ok", process_ok, METH_NOARGS, NULL },
	{ "opened_ok", opened_ok, METH_VARARGS, NULL },
	{ "opened_bad", opened_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "files", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_files(void)
{
	return PyModule_Create(&module);
}
