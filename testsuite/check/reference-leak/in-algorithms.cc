/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An algorithm of the C++ library that looks for a value keeps nothing of
 * it; a container does. */
#include <Python.h>
#include <algorithm>
#include <vector>

static long find(std::vector<PyObject *> &items, PyObject *key)
{
	return std::lower_bound(items.begin(), items.end(), key)
		- items.begin();
}

PyObject *find_bad(std::vector<PyObject *> &items, PyObject *arg)
{
	PyObject *key = PySequence_GetItem(arg, 0);

	if (!key)
		return nullptr;
	return PyLong_FromLong(find(items, key)); // expect: reference-leak 'key'
}

PyObject *keep_ok(std::vector<PyObject *> &items, PyObject *arg)
{
	PyObject *key = PySequence_GetItem(arg, 0);

	if (!key)
		return nullptr;
	items.push_back(key);
	return PyLong_FromLong(find(items, key));
}
