/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A release may give up a reference that another function of the unit took and
 * left behind: an object that keeps itself alive while it is active, a flag
 * that stands for a reference.
 */
#ifndef PYREFCHECK_KEPT_H
#define PYREFCHECK_KEPT_H

#include "check/dataflow.h"

/* Does another function of the unit take a reference to the static object, and
 * does a flag of the object say here that it has one?  Then it is what is given
 * up. */
bool kept_by_flag(const struct step *s);
/* Does another function of the unit that Python calls take a reference to its
 * own object and keep it?  A handle that is active keeps itself alive; the one
 * that ends it gives that reference up.  tp_new and tp_init do not: type_call
 * owns what they work on, and releases it when they fail
 * (Objects/typeobject.c). */
bool kept_elsewhere(const struct step *s, const struct thing *t);

#endif
