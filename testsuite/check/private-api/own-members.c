// SPDX-License-Identifier: GPL-3.0-or-later
// A member of the same name in a struct of one's own.
#include <Python.h>
struct digits { unsigned ob_digit[4]; int interp; };

unsigned own_ok(struct digits *d)
{
	return d->ob_digit[0] + d->interp;
}
