/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PyFile_FromFd takes the descriptor over when it is to close it. */
#include <Python.h>
#include <fcntl.h>
#include <unistd.h>

PyObject *closed_by_file_ok(PyObject *self, PyObject *args)
{
	PyObject *f;
	int fd = open("name", O_RDONLY);

	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	f = PyFile_FromFd(fd, "name", "r", -1, NULL, NULL, NULL, 1);
	if (!f)
		close(fd);
	return f;
}
PyObject *never_closed_bad(PyObject *self, PyObject *args)
{
	PyObject *f;
	int fd = open("name", O_RDONLY);

	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	f = PyFile_FromFd(fd, "name", "r", -1, NULL, NULL, NULL, 0);
	if (!f)
		close(fd);
	return f; // expect: resource-leak 'fd'
}
