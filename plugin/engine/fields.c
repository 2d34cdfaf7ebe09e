/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which fields of a type's instances own a reference. */
#include "engine/tables.h"

void declared_fields(struct declared *d)
{
	(void) d;
}
