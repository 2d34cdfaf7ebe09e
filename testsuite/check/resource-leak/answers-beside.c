/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call writes beside what it makes may tell whose it is: a way that got
 * the same answer and released tells. */
#include <Python.h>

struct lib;
struct controls;

int lib_parse(struct lib *l, int *result, struct controls **made);
int lib_peek(struct lib *l, int *is_mine, struct controls **made);
void controls_free(struct controls *c);
PyObject *controls_to_list(struct controls *c);

static struct lib *lib;

PyObject *parse_bad(PyObject *module, PyObject *unused)
{
	struct controls *c = NULL;
	PyObject *list;
	int result = 0;

	lib_parse(lib, &result, &c);
	if (result != 0) {
		PyErr_SetString(PyExc_ValueError, "no result");
		return NULL;
	}
	list = controls_to_list(c);
	if (!list) {
		PyErr_SetString(PyExc_ValueError, "no list");
		return NULL;	// expect: resource-leak 'c' 'controls_free'
	}
	controls_free(c);
	return list;
}

PyObject *parse_ok(PyObject *module, PyObject *unused)
{
	struct controls *c = NULL;
	PyObject *list;
	int result = 0;

	lib_parse(lib, &result, &c);
	if (result != 0) {
		PyErr_SetString(PyExc_ValueError, "no result");
		return NULL;
	}
	list = controls_to_list(c);
	controls_free(c);
	if (!list)
		PyErr_SetString(PyExc_ValueError, "no list");
	return list;
}

PyObject *peek_ok(PyObject *module, PyObject *unused)
{
	struct controls *c = NULL;
	PyObject *list;
	int is_mine = 0;

	lib_peek(lib, &is_mine, &c);
	list = controls_to_list(c);
	if (!is_mine) {
		if (!list)
			PyErr_SetString(PyExc_ValueError, "no list");
		return list;
	}
	controls_free(c);
	return list;
}

PyObject *peek_bad(PyObject *module, PyObject *unused)
{
	struct controls *c = NULL;
	PyObject *list;
	int is_mine = 0;

	lib_peek(lib, &is_mine, &c);
	list = controls_to_list(c);
	if (is_mine) {
		if (!list) {
			PyErr_SetString(PyExc_ValueError, "no list");
			return NULL;	// expect: resource-leak 'c'
		}
		controls_free(c);
	}
	return list;
}
