// SPDX-License-Identifier: GPL-3.0-or-later
/* What a library makes, of which nobody told anything: the function's own code
 * shows that it is to be released, and forgets it on a way that fails. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { double *items; size_t n; } lib_vec;
int lib_vec_init(lib_vec *v, size_t n);
int lib_vec_fill(lib_vec *v, int x);
int lib_vec_move(lib_vec *to, lib_vec *from);
void lib_vec_destroy(lib_vec *v);
int vec_from_object(PyObject *o, lib_vec *v);

typedef struct lib_thing lib_thing;
lib_thing *lib_thing_open(const char *name);
lib_thing *lib_thing_part(lib_thing *t, int n);
int lib_thing_run(lib_thing *t);
int lib_thing_adopt(lib_thing *t, lib_thing *part);
const char *lib_thing_name(lib_thing *t);
void lib_thing_free(lib_thing *t);

int lib_query(int what, lib_thing **answer);
void lib_ask(int what, lib_thing **answer);
long lib_open_handle(int n);
int lib_use_handle(long h);
int lib_close_handle(long h);

static PyObject *fails(void)
{
	PyErr_SetString(PyExc_ValueError, "it fails");
	return NULL;
}

/* A struct that is initialised, filled, and released by its counterpart. */
PyObject *init_bad(PyObject *self, PyObject *arg)
{
	lib_vec v;

	if (lib_vec_init(&v, 3))
		return PyErr_NoMemory();
	if (lib_vec_fill(&v, 1))
		return fails(); // expect: resource-leak 'v'
	if (!PyLong_Check(arg)) {
		lib_vec_destroy(&v);
		return fails();
	}
	lib_vec_destroy(&v);
	Py_RETURN_NONE;
}

PyObject *init_ok(PyObject *self, PyObject *arg)
{
	lib_vec v;

	if (lib_vec_init(&v, 3))
		return PyErr_NoMemory();
	if (lib_vec_fill(&v, 1)) {
		lib_vec_destroy(&v);
		return fails();
	}
	lib_vec_destroy(&v);
	Py_RETURN_NONE;
}

/* No name tells that there is one afterwards; that it is released at once when
 * something else fails does. */
PyObject *converted_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	lib_vec v, w;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (vec_from_object(a, &v))
		return NULL;
	if (vec_from_object(b, &w))
		return NULL; // expect: resource-leak 'v'
	if (!PyLong_Check(b)) {
		lib_vec_destroy(&v);
		lib_vec_destroy(&w);
		return fails();
	}
	lib_vec_destroy(&v);
	lib_vec_destroy(&w);
	Py_RETURN_NONE;
}

PyObject *converted_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	lib_vec v, w;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (vec_from_object(a, &v))
		return NULL;
	if (vec_from_object(b, &w)) {
		lib_vec_destroy(&v);
		return NULL;
	}
	lib_vec_destroy(&v);
	lib_vec_destroy(&w);
	Py_RETURN_NONE;
}

/* An initialiser that cannot fail; what is stored is used. */
typedef struct { char *mem; size_t n; } lib_writer;
struct lib_job { lib_writer *to; int n; };
void lib_writer_init(lib_writer *w);
void lib_writer_clear(lib_writer *w);
int lib_run_job(struct lib_job *j);

PyObject *writer_bad(PyObject *self, PyObject *arg)
{
	lib_writer w;
	struct lib_job j;
	PyObject *r;

	lib_writer_init(&w);
	j.to = &w;
	j.n = 1;
	if (!lib_run_job(&j))
		return fails(); // expect: resource-leak 'w'
	r = PyBytes_FromStringAndSize(w.mem, w.n);
	lib_writer_clear(&w);
	return r;
}

PyObject *writer_ok(PyObject *self, PyObject *arg)
{
	lib_writer w;
	struct lib_job j;
	PyObject *r;

	lib_writer_init(&w);
	if (!PyLong_Check(arg))
		return fails();
	j.to = &w;
	j.n = 1;
	if (!lib_run_job(&j)) {
		lib_writer_clear(&w);
		return fails();
	}
	r = PyBytes_FromStringAndSize(w.mem, w.n);
	lib_writer_clear(&w);
	return r;
}

/* A function of the unit that fills one. */
static int filled_from(PyObject *o, lib_vec *v)
{
	if (!PyLong_Check(o)) {
		fails();
		return 1;
	}
	if (lib_vec_init(v, 1)) {
		PyErr_NoMemory();
		return 1;
	}
	if (lib_vec_fill(v, (int) Py_SIZE(o))) {
		lib_vec_destroy(v);
		fails();
		return 1;
	}
	return 0;
}

PyObject *own_helper_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	lib_vec v, w;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (filled_from(a, &v))
		return NULL;
	if (filled_from(b, &w))
		return NULL; // expect: resource-leak 'v'
	if (!PyLong_Check(b)) {
		lib_vec_destroy(&v);
		lib_vec_destroy(&w);
		return fails();
	}
	lib_vec_destroy(&v);
	lib_vec_destroy(&w);
	Py_RETURN_NONE;
}

PyObject *own_helper_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	lib_vec v, w;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (filled_from(a, &v))
		return NULL;
	if (filled_from(b, &w)) {
		lib_vec_destroy(&v);
		return NULL;
	}
	lib_vec_destroy(&v);
	lib_vec_destroy(&w);
	Py_RETURN_NONE;
}

/* A pointer that is returned. */
PyObject *returned_bad(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x");
	PyObject *r;

	if (!t)
		return fails();
	if (lib_thing_run(t) < 0)
		return fails(); // expect: resource-leak 't'
	r = PyUnicode_FromString(lib_thing_name(t));
	lib_thing_free(t);
	return r;
}

PyObject *returned_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x");
	PyObject *r = NULL;

	if (!t)
		return fails();
	if (lib_thing_run(t) < 0) {
		fails();
		goto end;
	}
	r = PyUnicode_FromString(lib_thing_name(t));
end:
	lib_thing_free(t);
	return r;
}

/* One that is written through a pointer. */
PyObject *written_bad(PyObject *self, PyObject *arg)
{
	lib_thing *t = NULL;

	if (lib_query(1, &t) != 0)
		return fails();
	if (lib_thing_run(t))
		return fails(); // expect: resource-leak 't'
	lib_thing_free(t);
	Py_RETURN_NONE;
}

PyObject *written_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t = NULL;
	int failed = lib_query(1, &t) != 0;

	if (failed || lib_thing_run(t)) {
		if (t)
			lib_thing_free(t);
		return fails();
	}
	lib_thing_free(t);
	Py_RETURN_NONE;
}

/* Nobody asks whether there is one: there is when it is used. */
PyObject *unasked_bad(PyObject *self, PyObject *arg)
{
	lib_thing *t;

	lib_ask(1, &t);
	if (PyErr_Occurred())
		return NULL;
	if (lib_thing_run(t))
		return fails(); // expect: resource-leak 't'
	lib_thing_free(t);
	Py_RETURN_NONE;
}

PyObject *unasked_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t;
	int bad;

	lib_ask(1, &t);
	if (PyErr_Occurred())
		return NULL;
	bad = lib_thing_run(t);
	lib_thing_free(t);
	if (bad)
		return fails();
	Py_RETURN_NONE;
}

/* A handle, which is a number. */
PyObject *handle_bad(PyObject *self, PyObject *arg)
{
	long h = lib_open_handle(1);

	if (h < 0)
		return fails();
	if (lib_use_handle(h))
		return fails(); // expect: resource-leak 'h'
	lib_close_handle(h);
	Py_RETURN_NONE;
}

PyObject *handle_ok(PyObject *self, PyObject *arg)
{
	long h = lib_open_handle(1);

	if (h < 0)
		return fails();
	if (lib_use_handle(h)) {
		lib_close_handle(h);
		return fails();
	}
	lib_close_handle(h);
	Py_RETURN_NONE;
}

/* A helper of the unit tidies up. */
static void tidy_up(lib_thing *t, PyObject *o)
{
	if (t)
		lib_thing_free(t);
	Py_XDECREF(o);
}

PyObject *helper_bad(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x");
	PyObject *o = NULL;

	if (!t)
		return fails();
	if (lib_thing_run(t))
		return fails(); // expect: resource-leak 't'
	o = PyUnicode_FromString(lib_thing_name(t));
	if (!o) {
		tidy_up(t, o);
		return NULL;
	}
	tidy_up(t, o);
	Py_RETURN_NONE;
}

PyObject *helper_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x");
	PyObject *o = NULL;

	if (!t)
		return fails();
	if (!lib_thing_run(t))
		o = PyUnicode_FromString(lib_thing_name(t));
	else
		fails();
	if (!o) {
		tidy_up(t, o);
		return NULL;
	}
	tidy_up(t, o);
	Py_RETURN_NONE;
}

/* ---------------------------------------------- what is somebody else's */

/* Once it was adopted it is not ours: only the failure gives it back. */
PyObject *adopted_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x"), *p;

	if (!t)
		return fails();
	p = lib_thing_open("part");
	if (!p) {
		lib_thing_free(t);
		return fails();
	}
	if (lib_thing_adopt(t, p)) {
		lib_thing_free(p);
		lib_thing_free(t);
		return fails();
	}
	if (lib_thing_run(t)) {
		lib_thing_free(t);
		return fails();
	}
	lib_thing_free(t);
	Py_RETURN_NONE;
}

/* A part may end with its whole. */
PyObject *part_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x"), *p;

	if (!t)
		return fails();
	p = lib_thing_part(t, 1);
	if (!p) {
		lib_thing_free(t);
		return fails();
	}
	if (lib_thing_run(p)) {
		lib_thing_free(t);
		return fails();
	}
	lib_thing_free(p);
	lib_thing_free(t);
	Py_RETURN_NONE;
}

typedef struct { PyObject_HEAD lib_thing *thing; } Holder;

/* The object has it. */
PyObject *stored_ok(Holder *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x");

	if (!t)
		return fails();
	if (!PyLong_Check(arg)) {
		lib_thing_free(t);
		return fails();
	}
	self->thing = t;
	if (lib_thing_run(t))
		return fails();
	Py_RETURN_NONE;
}

/* Where all goes well it stays: something that is not seen has it. */
PyObject *kept_ok(PyObject *self, PyObject *arg)
{
	long h = lib_open_handle(1);

	if (h < 0)
		return fails();
	if (lib_use_handle(1)) {
		lib_close_handle(h);
		return fails();
	}
	if (lib_use_handle(2))
		return fails();
	Py_RETURN_NONE;
}

/* What it holds was moved away. */
PyObject *moved_ok(PyObject *self, PyObject *arg)
{
	lib_vec v, w;

	if (lib_vec_init(&v, 3))
		return fails();
	if (lib_vec_init(&w, 3)) {
		lib_vec_destroy(&v);
		return fails();
	}
	if (lib_vec_move(&w, &v)) {
		lib_vec_destroy(&v);
		lib_vec_destroy(&w);
		return fails();
	}
	if (!PyLong_Check(arg)) {
		lib_vec_destroy(&w);
		return fails();
	}
	lib_vec_destroy(&w);
	Py_RETURN_NONE;
}

void lib_at_exit(void (*f)(lib_vec *), lib_vec *v);
void lib_exit(int all);

/* The library is told to do it. */
PyObject *registered_ok(PyObject *self, PyObject *arg)
{
	lib_vec v;

	if (lib_vec_init(&v, 3))
		return fails();
	lib_at_exit(lib_vec_destroy, &v);
	if (lib_vec_fill(&v, 1)) {
		lib_exit(1);
		return fails();
	}
	lib_exit(0);
	lib_vec_destroy(&v);
	Py_RETURN_NONE;
}

int vec_borrow(PyObject *o, lib_vec *v, int *is_ours);

/* What made it tells whose it is. */
PyObject *told_ok(PyObject *self, PyObject *arg)
{
	lib_vec v;
	int is_ours;

	if (vec_borrow(arg, &v, &is_ours))
		return NULL;
	if (lib_vec_fill(&v, 1)) {
		if (is_ours)
			lib_vec_destroy(&v);
		return fails();
	}
	if (is_ours)
		lib_vec_destroy(&v);
	Py_RETURN_NONE;
}

int lib_wants(PyObject *o);

/* The answer is what it was. */
PyObject *asked_again_ok(PyObject *self, PyObject *arg)
{
	lib_vec v;
	PyObject *r;

	if (lib_wants(arg)) {
		if (lib_vec_init(&v, 1))
			return fails();
	}
	r = PyList_New(0);
	if (lib_wants(arg))
		lib_vec_destroy(&v);
	return r;
}

extern lib_thing *lib_default_thing;

/* A default is nobody's to release. */
PyObject *default_ok(PyObject *self, PyObject *arg)
{
	lib_thing *t = lib_thing_open("x");
	int failed;

	if (!t)
		t = lib_default_thing;
	failed = lib_thing_run(t);
	if (t != lib_default_thing)
		lib_thing_free(t);
	if (failed)
		return fails();
	Py_RETURN_NONE;
}

struct node { lib_thing *child; };

/* A child is its parent's until it is unlinked. */
static lib_thing *child_of(struct node *n, int which)
{
	return which ? n->child : NULL;
}

static int unlink_child(struct node *n, lib_thing *child, int k)
{
	if (!lib_use_handle(k))
		return -1;
	if (n->child == child)
		n->child = NULL;
	return 0;
}

PyObject *lent_ok(struct node *n, PyObject *arg)
{
	lib_thing *t = child_of(n, 1);

	if (!t)
		return fails();
	if (unlink_child(n, t, 1) < 0)
		return fails();
	lib_thing_free(t);
	Py_RETURN_NONE;
}

int lib_text(char *to, int n);

/* A buffer of its own, until that is too small. */
PyObject *own_buffer_ok(PyObject *self, PyObject *arg)
{
	char buf[100], *at = buf;
	int n = lib_text(at, sizeof(buf));
	PyObject *r;

	if (n < 0)
		return fails();
	if (n >= (int) sizeof(buf)) {
		at = PyMem_Malloc((size_t) n + 1);
		if (!at)
			return PyErr_NoMemory();
		if (lib_text(at, n + 1) < 0) {
			PyMem_Free(at);
			return fails();
		}
	}
	if (!PyLong_Check(arg)) {
		if (at != buf)
			PyMem_Free(at);
		return fails();
	}
	r = PyUnicode_FromStringAndSize(at, n);
	if (at != buf)
		PyMem_Free(at);
	return r;
}

/* There is nothing in it. */
PyObject *empty_ok(PyObject *self, PyObject *arg)
{
	lib_vec v;

	if (vec_from_object(arg, &v))
		return NULL;
	if (v.items == NULL)
		return fails();
	lib_vec_destroy(&v);
	Py_RETURN_NONE;
}

/* A flag remembers. */
PyObject *flag_ok(PyObject *self, PyObject *arg)
{
	lib_vec v;
	int has = 0;
	PyObject *r = NULL;

	if (arg != Py_None) {
		if (vec_from_object(arg, &v))
			return NULL;
		has = 1;
	}
	if (lib_use_handle(has)) {
		fails();
		goto end;
	}
	r = PyLong_FromLong(1);
end:
	if (has)
		lib_vec_destroy(&v);
	return r;
}
