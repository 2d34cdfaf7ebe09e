/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options, made from option.def. */
#ifndef PYREFCHECK_OPTION_H
#define PYREFCHECK_OPTION_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct text_list { VEC (const char *) items; };

struct options {
#define OPTION_FLAG(id, key, def, help) bool id;
#define OPTION_INT(id, key, def, min, max, help) long id;
#define OPTION_TEXT(id, key, value, help) const char *id;
#define OPTION_LIST(id, key, value, help) struct text_list id;
#include "base/option.def"
#undef OPTION_FLAG
#undef OPTION_INT
#undef OPTION_TEXT
#undef OPTION_LIST
	struct arena arena;	/* owns the texts */
};

/* All defaults. */
void options_init(struct options *o);
/* Takes KEY with VALUE (NULL when none was given).  Returns whether both
 * are right; else ERROR says what is wrong and what would be right. */
bool options_set(struct options *o, const char *key, const char *value,
		 struct buf *error);
/* The list that `help' prints; PREFIX stands before each key. */
void options_help(const char *prefix, struct buf *out);
void options_release(struct options *o);

#ifdef __cplusplus
}
#endif
#endif
