/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the parser: IR text as tokens. */
#ifndef PYREFCHECK_LEX_H
#define PYREFCHECK_LEX_H

#include "base/base.h"

enum tok {
	TOK_END,	/* of the text, or of the declaration */
	TOK_NEWLINE,
	TOK_WORD,
	TOK_STRING,
	TOK_INT,	/* i */
	TOK_FLOAT,	/* f */
	TOK_VALUE,	/* %name~variable.version */
	TOK_LOCAL,	/* &name~variable */
	TOK_SYMBOL,	/* $key */
	TOK_LABEL,	/* @name */
	TOK_PUNCT,	/* i: the character, or one of the below */
	TOK_ERROR	/* s: what is wrong */
};

enum { PUNCT_ARROW = 256, PUNCT_RANGE, PUNCT_DOTS };

#define NO_NUMBER UINT32_MAX

struct token {
	enum tok kind;
	bool is_first;		/* stands in column 1 */
	bool is_number;		/* LABEL: its value is i */
	bool is_temporary;	/* VALUE: digits alone, in version */
	uint32_t line;
	/* Without sigil, decoded; NULL when a VALUE or LOCAL has no name. */
	const char *s;
	size_t len;
	uint32_t variable, version;	/* NO_NUMBER: not given */
	uint64_t i;
	double f;
	const char *raw;	/* as it stands in the text, for messages */
	size_t raw_len;
};

struct tokens { VEC (struct token) list; };

/* All tokens of TEXT, an END last.  Strings live in A or in TEXT. */
void lex(const char *text, struct arena *a, struct tokens *out);

#endif
