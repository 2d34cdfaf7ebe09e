/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_GIL_TOLD_H
#define PYREFCHECK_GIL_TOLD_H

#include "check/dataflow.h"

/* Was it told already of the C++ guard that S rests on, which released the GIL
 * and after which no way of the function takes it back?  All that it leads to
 * is one defect.  If not, it is from now on; *TOLD keeps that, NULL at
 * first. */
bool gil_was_told(struct check_context *c, const struct step *s, void **told);

#endif
