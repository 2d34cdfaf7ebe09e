// SPDX-License-Identifier: GPL-3.0-or-later
/* An item that the unit takes for a string without a look is in no cycle; one
 * that it asks for its type may be anything. */
#include <Python.h>

typedef struct { PyObject *key, *value; } entry;
typedef struct { PyObject_HEAD entry *entries; Py_ssize_t n; } Table;

static int traverse(PyObject *op, visitproc visit, void *arg) // expect: gc-protocol 'value'
{
	(void) op;
	(void) visit;
	(void) arg;
	return 0;
}
static int clear(PyObject *op)
{
	Table *self = (Table *) op;
	Py_ssize_t i;

	for (i = 0; i < self->n; i++) {
		Py_CLEAR(self->entries[i].key);
		Py_CLEAR(self->entries[i].value);
	}
	return 0;
}
static void dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	clear(op);
	PyMem_Free(((Table *) op)->entries);
	Py_TYPE(op)->tp_free(op);
}
static PyObject *add(PyObject *op, PyObject *args)
{
	Table *self = (Table *) op;
	PyObject *key, *value;

	if (!PyArg_ParseTuple(args, "OO", &key, &value))
		return NULL;
	self->entries[self->n].key = Py_NewRef(key);
	self->entries[self->n++].value = Py_NewRef(value);
	Py_RETURN_NONE;
}
static const char *text_of(PyObject *str, Py_ssize_t *size)
{
	*size = ((PyASCIIObject *) str)->length;
	return (const char *) ((PyASCIIObject *) str + 1);
}
static PyObject *find(PyObject *op, PyObject *name)
{
	Table *self = (Table *) op;
	Py_ssize_t i, size, n;
	const char *wanted = PyUnicode_AsUTF8AndSize(name, &n);

	if (!wanted)
		return NULL;
	for (i = 0; i < self->n; i++) {
		const char *s = text_of(self->entries[i].key, &size);

		if (size == n && !memcmp(s, wanted, (size_t) n))
			return Py_NewRef(self->entries[i].value);
	}
	Py_RETURN_NONE;
}
static PyObject *length(PyObject *op, PyObject *unused)
{
	Table *self = (Table *) op;
	Py_ssize_t i, sum = 0;

	for (i = 0; i < self->n; i++)
		if (PyUnicode_Check(self->entries[i].value))
			sum += ((PyASCIIObject *)
				self->entries[i].value)->length;
	return PyLong_FromSsize_t(sum);
}
static PyMethodDef methods[] = {
	{"add", add, METH_VARARGS, NULL}, {"find", find, METH_O, NULL},
	{"length", length, METH_NOARGS, NULL}, {NULL}
};
PyTypeObject Table_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Table", .tp_basicsize = sizeof (Table),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = traverse, .tp_clear = clear,
	.tp_dealloc = dealloc, .tp_methods = methods,
};
