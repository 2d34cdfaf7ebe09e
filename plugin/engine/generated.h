/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which functions a code generator made. */
#ifndef PYREFCHECK_GENERATED_H
#define PYREFCHECK_GENERATED_H

#include <stdbool.h>

/* Run-time support that comes with the generator. */
bool generated_runtime(const char *name);
/* Made from a template, one for each of many functions. */
bool generated_wrapper(const char *name);

#endif
