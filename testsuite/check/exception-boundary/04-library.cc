// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 flags=-std=c++17
// What the library throws without a body to look into, and what never comes.
#include <Python.h>
#include <map>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

typedef struct {
	PyObject_HEAD
	std::string *name;
	std::vector<long> *numbers;
} Thing;

static std::map<std::string, long> *table;

static PyObject *text_bad(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	std::string t(s); // expect: exception-boundary 'memory exception'
	return PyUnicode_FromStringAndSize(t.data(), (Py_ssize_t) t.size());
}

static PyObject *text_ok(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	try {
		std::string t(s);
		t += "-suffix";
		return PyUnicode_FromStringAndSize(t.data(),
						   (Py_ssize_t) t.size());
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
}

/* The key is a std::string, made before anybody looks. */
static PyObject *one_class_bad(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	if (!table)
		Py_RETURN_NONE;
	try {
		return PyLong_FromLong(table->at(s)); // expect: exception-boundary 'memory exception'
	} catch (const std::out_of_range &) {
		PyErr_SetObject(PyExc_KeyError, o);
		return NULL;
	}
}

static PyObject *both_classes_ok(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	if (!table)
		Py_RETURN_NONE;
	try {
		return PyLong_FromLong(table->at(s));
	} catch (const std::out_of_range &) {
		PyErr_SetObject(PyExc_KeyError, o);
		return NULL;
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
}

static int name_bad(PyObject *op, PyObject *v, void *closure)
{
	Thing *self = (Thing *) op;
	const char *s;

	if (!v) {
		PyErr_SetString(PyExc_TypeError, "a name is needed");
		return -1;
	}
	s = PyUnicode_AsUTF8(v);
	if (!s)
		return -1;
	self->name->assign(s); // expect: exception-boundary 'name_bad'
	return 0;
}

static int name_ok(PyObject *op, PyObject *v, void *closure)
{
	Thing *self = (Thing *) op;
	const char *s;

	if (!v) {
		PyErr_SetString(PyExc_TypeError, "a name is needed");
		return -1;
	}
	s = PyUnicode_AsUTF8(v);
	if (!s)
		return -1;
	try {
		self->name->assign(s);
	} catch (...) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

struct Base { virtual ~Base() {} };
struct Derived : Base { int v = 3; };
extern Base *library_object(void) noexcept;

static PyObject *cast_bad(PyObject *self, PyObject *unused)
{
	Base *b = library_object();

	if (!b)
		Py_RETURN_NONE;
	Derived &d = dynamic_cast<Derived &>(*b); // expect: exception-boundary 'C++ exception'
	return PyLong_FromLong(d.v);
}

static PyObject *cast_ok(PyObject *self, PyObject *unused)
{
	Derived *d = dynamic_cast<Derived *>(library_object());

	if (!d)
		Py_RETURN_NONE;
	return PyLong_FromLong(d->v);
}

/* One more than there are: memory ends before numbers do. */
static PyObject *append_ok(PyObject *op, PyObject *o)
{
	Thing *self = (Thing *) op;

	Py_ssize_t n = PyObject_Size(o);

	if (n < 0)
		return NULL;
	try {
		self->numbers->push_back(n);
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

/* The caller says how many: length_error is none of bad_alloc's. */
static PyObject *number_bad(PyObject *op, PyObject *o)
{
	Thing *self = (Thing *) op;
	size_t n = PyLong_AsSize_t(o);

	if (n == (size_t) -1 && PyErr_Occurred())
		return NULL;
	try {
		self->numbers->resize(n); // expect: exception-boundary 'number_bad'
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

/* Room was made where it could be told. */
static PyObject *room_ok(PyObject *op, PyObject *o)
{
	Thing *self = (Thing *) op;

	try {
		if (!self->numbers)
			self->numbers = new std::vector<long>();
		self->numbers->reserve(self->numbers->size() + 1);
	} catch (...) {
		return PyErr_NoMemory();
	}
	self->numbers->push_back(Py_REFCNT(o));
	Py_RETURN_NONE;
}

static PyObject *no_room_bad(PyObject *op, PyObject *o)
{
	Thing *self = (Thing *) op;

	if (PyUnicode_Check(o)) {
		try {
			self->numbers->reserve(self->numbers->size() + 1);
		} catch (...) {
			return PyErr_NoMemory();
		}
	}
	self->numbers->push_back(3); // expect: exception-boundary 'memory exception'
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", text_bad, METH_VARARGS, NULL },
	{ "b", text_ok, METH_VARARGS, NULL },
	{ "c", one_class_bad, METH_O, NULL },
	{ "d", both_classes_ok, METH_O, NULL },
	{ "e", cast_bad, METH_NOARGS, NULL },
	{ "f", cast_ok, METH_NOARGS, NULL },
	{ "g", append_ok, METH_O, NULL },
	{ "h", number_bad, METH_O, NULL },
	{ "i", room_ok, METH_O, NULL },
	{ "j", no_room_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyGetSetDef members[] = {
	{ "name", NULL, name_bad, NULL, NULL },
	{ "other", NULL, name_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}

PyGetSetDef *exported_members(void)
{
	return members;
}

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&def);

	if (!m)
		return NULL;
	std::string v = "1." + std::to_string(Py_REFCNT(m)); // expect: exception-boundary 'PyInit_m'
	if (PyModule_AddStringConstant(m, "version", v.c_str()) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
