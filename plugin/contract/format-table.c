/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of format units, made from specs/format-*.def. */
#include "contract/format-split.h"

#include <string.h>

#define SINCE(major, minor) .since = PYVERSION(major, minor)
#define FROM_TO(maj1, min1, maj2, min2) \
	.since = PYVERSION(maj1, min1), .until = PYVERSION(maj2, min2)
#define QUIET false
#define RUNS_CODE true
#define NOTHING { .use = FORMAT_USE_NONE },
#define USE(use_) { .use = FORMAT_##use_ },
#define SCALAR(use_, ctype_) { .use = FORMAT_##use_, .ctype = CTYPE_##ctype_ },
#define OBJECT(use_, type_) { .use = FORMAT_##use_, .type = #type_ },
#define LENGTH(use_) { .use = FORMAT_##use_ },
#define UNIT(code_, versions, runs, ...) \
	{ .code = code_, versions, .runs_code = runs, \
	  .args = { __VA_ARGS__ } },

static const struct format_row parse_rows[] = {
#include "format-parse.def"
};

static const struct format_row build_rows[] = {
#include "format-build.def"
};

static const struct format_row unicode_rows[] = {
#include "format-unicode.def"
};

static const struct format_row bytes_rows[] = {
#include "format-bytes.def"
};

static const struct format_row printf_rows[] = {
#include "format-printf.def"
};

static const struct { const char *text; enum format_ctype_class class;
	unsigned char size32, size64; } ctypes[N_CTYPES] = {
#define CTYPE(id, text_, class_, size32_, size64_) \
	[CTYPE_##id] = { text_, CTYPE_IS_##class_, size32_, size64_ },
#include "format-ctype.def"
#undef CTYPE
};

static const struct format_row *rows_of(enum format_kind kind, size_t *n)
{
	switch (kind) {
	case FORMAT_PARSE:
	case FORMAT_PARSE_KEYWORDS:
	case FORMAT_PARSE_ONE:
		*n = ARRAY_SIZE(parse_rows);
		return parse_rows;
	case FORMAT_BUILD:
	case FORMAT_CALL:
		*n = ARRAY_SIZE(build_rows);
		return build_rows;
	case FORMAT_UNICODE:
		*n = ARRAY_SIZE(unicode_rows);
		return unicode_rows;
	case FORMAT_BYTES:
		*n = ARRAY_SIZE(bytes_rows);
		return bytes_rows;
	case FORMAT_PRINTF:
		*n = ARRAY_SIZE(printf_rows);
		return printf_rows;
	case FORMAT_NONE:
		break;
	}
	*n = 0;
	return NULL;
}

const struct format_row *format_row(enum format_kind kind, unsigned i)
{
	size_t n;
	const struct format_row *rows = rows_of(kind, &n);

	return i < n ? &rows[i] : NULL;
}

const struct format_row *format_row_at(enum format_kind kind,
				       const char *text, size_t len)
{
	const struct format_row *best = NULL, *row;
	size_t best_len = 0;

	for (unsigned i = 0; (row = format_row(kind, i)) != NULL; i++) {
		size_t n = strlen(row->code);

		if (n > best_len && n <= len && !memcmp(row->code, text, n)) {
			best = row;
			best_len = n;
		}
	}
	return best;
}

const char *format_ctype_name(enum format_ctype c)
{
	return ctypes[c].text;
}

enum format_ctype_class format_ctype_class(enum format_ctype c)
{
	return ctypes[c].class;
}

unsigned format_ctype_size(enum format_ctype c, unsigned pointer_size)
{
	return pointer_size == 4 ? ctypes[c].size32 : ctypes[c].size64;
}
