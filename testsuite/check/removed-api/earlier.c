// SPDX-License-Identifier: GPL-3.0-or-later
// What is gone from the headers, with the declaration that keeps it compiling.
// pyrefcheck: python=3.8-3.12
#include <Python.h>

struct _node;

extern PyObject *PyNode_Compile(struct _node *, const char *);

PyObject *compile_bad(struct _node *n)
{
	return PyNode_Compile(n, "x"); // expect: removed-api 'PyNode_Compile' '3.10'
}

PyObject *parser_ok(const char *s)
{
	return Py_CompileString(s, "x", Py_eval_input);
}
