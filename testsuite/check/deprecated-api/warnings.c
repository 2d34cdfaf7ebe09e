// SPDX-License-Identifier: GPL-3.0-or-later
// Warning options, from 3.13.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
void reset_bad(void)
{
	PySys_ResetWarnOptions(); // expect: deprecated-api 'PySys_ResetWarnOptions' '3.13'
}

/* What the documentation only advises against. */
int builtins_ok(void)
{
	return PyEval_GetBuiltins() != NULL;
}
