/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bf_releasebuffer leaves to PyBuffer_Release. */
#ifndef PYREFCHECK_RELEASE_BUFFER_H
#define PYREFCHECK_RELEASE_BUFFER_H

#include "check/dataflow.h"

/* Judges each bf_releasebuffer of the unit. */
void release_buffer_unit(struct check_context *c);

#endif
