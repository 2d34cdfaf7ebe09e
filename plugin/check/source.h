/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The source files that locations name, as text: each is read once a unit.
 */
#ifndef PYREFCHECK_SOURCE_H
#define PYREFCHECK_SOURCE_H

#include "check/check.h"

/* A source file as text. */
struct source_text {
	char *text;		/* NUL-ended */
	size_t len;
	const char **lines;	/* where each starts */
	uint32_t n_lines;
};

/* FILE's text, kept to the end of the unit's analysis; NULL when it cannot be
 * read. */
const struct source_text *source_of(const struct check_context *c,
				    const char *file);
struct source_cache *source_cache_new(void);
void source_cache_free(struct source_cache *cache);
/* The start of the line after the one that holds AT. */
const char *source_next(const struct source_text *s, const char *at);
/* The line with this number, from 1, without its newline. */
bool source_line(const struct source_text *s, uint32_t line,
		 const char **start, size_t *len);
/* May C be part of an identifier? */
bool source_is_name(char c);
/* Does identifier NAME stand in line LINE or up to MORE lines after it? */
bool source_names(const struct source_text *s, uint32_t line, uint32_t more,
		  const char *name);

/* Does identifier NAME stand in LINE of LEN bytes?  Then WHERE is its
 * offset. */
bool line_finds(const char *line, size_t len, const char *name,
		size_t *where);

#endif
