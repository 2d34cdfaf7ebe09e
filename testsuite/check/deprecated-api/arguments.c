// SPDX-License-Identifier: GPL-3.0-or-later
// sys.argv, from 3.11.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
void arguments_bad(int n, wchar_t **v)
{
	PySys_SetArgv(n, v); // expect: deprecated-api 'PySys_SetArgv' 'since Python 3.11'
}

int arguments_ok(PyObject *v)
{
	return PySys_SetObject("argv", v);
}
