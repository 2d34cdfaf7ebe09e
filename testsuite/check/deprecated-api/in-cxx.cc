// SPDX-License-Identifier: GPL-3.0-or-later
// The same in C++.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
struct Saved {
	PyObject *t, *v, *b;
	void save_bad()
	{
		PyErr_Fetch(&t, &v, &b); // expect: deprecated-api 'PyErr_Fetch'
	}
};

void use(Saved *s)
{
	s->save_bad();
}
