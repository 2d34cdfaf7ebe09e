/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the pyrefcheck command. */
#ifndef PYREFCHECK_TOOL_H
#define PYREFCHECK_TOOL_H

#include "report/report.h"

/* doc/check/NAME.md; ends with a NULL name. */
extern const struct report_page report_pages[];

#endif
