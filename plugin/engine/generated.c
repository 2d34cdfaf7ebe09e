/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telling generated functions; see generated.def. */
#include "engine/generated.h"

#include <string.h>

static bool starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool generated_runtime(const char *name)
{
#define RUNTIME(prefix) if (starts(name, prefix)) return true;
#define WRAPPER(prefix)
#include "engine/generated.def"
#undef RUNTIME
#undef WRAPPER
	return false;
}

bool generated_wrapper(const char *name)
{
#define RUNTIME(prefix)
#define WRAPPER(prefix) if (starts(name, prefix)) return true;
#include "engine/generated.def"
#undef RUNTIME
#undef WRAPPER
	return false;
}
