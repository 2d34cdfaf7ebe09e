// SPDX-License-Identifier: GPL-3.0-or-later
/* What two pointers into one buffer are apart, of which one went up from the
 * other, is not negative. */
#include <Python.h>

static Py_ssize_t squeeze(const char *s, char *to, Py_ssize_t n)
{
	char *start = to, *before;

	while (n--) {
		before = to;
		*to++ = *s;
		if (*s++ == ' ')
			to = before;
	}
	return to - start;
}

static Py_ssize_t apart(const char *a, const char *b)
{
	return a - b;
}

static PyObject *squeezed_ok(PyObject *self, PyObject *o)
{
	char b[10];
	Py_ssize_t n = squeeze("abc", b, 3);

	if (n < 0)
		return NULL;
	return PyBytes_FromStringAndSize(b, n);
}

static PyObject *apart_bad(PyObject *self, PyObject *args)
{
	const char *a, *b;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "ss", &a, &b))
		return NULL;
	n = apart(a, b);
	if (n < 0)
		return NULL; // expect: missing-exception 'apart_bad'
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "a", squeezed_ok, METH_O, NULL },
	{ "b", apart_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use(void)
{
	return methods;
}
