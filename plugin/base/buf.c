/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text buffers and source locations; see base.h. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_addn(struct buf *b, const char *s, size_t len)
{
	if (b->len + len + 1 > b->cap) {
		b->cap = b->cap * 2 > b->len + len + 1
			? b->cap * 2 : b->len + len + 64;
		b->s = prc_realloc(b->s, b->cap);
	}
	if (len)
		memcpy(b->s + b->len, s, len);
	b->len += len;
	b->s[b->len] = '\0';
}

void buf_add(struct buf *b, const char *s)
{
	buf_addn(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	buf_addn(b, &c, 1);
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list ap2;
	int len;

	va_copy(ap2, ap);
	len = vsnprintf(NULL, 0, fmt, ap2);
	va_end(ap2);
	if (len <= 0)
		return;
	/* Makes room, then prints over it. */
	if (b->len + (size_t) len + 1 > b->cap) {
		b->cap = b->cap * 2 + (size_t) len + 64;
		b->s = prc_realloc(b->s, b->cap);
	}
	vsnprintf(b->s + b->len, (size_t) len + 1, fmt, ap);
	b->len += (size_t) len;
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

/* Printable ASCII stands as it is; the rest as octal of three digits, which
 * no following digit can change. */
void buf_add_quoted(struct buf *b, const char *s, size_t len)
{
	size_t i;

	buf_addc(b, '"');
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char) s[i];

		if (c == '"' || c == '\\')
			buf_addf(b, "\\%c", c);
		else if (c >= 0x20 && c < 0x7f)
			buf_addc(b, (char) c);
		else
			buf_addf(b, "\\%03o", c);
	}
	buf_addc(b, '"');
}

const char *buf_str(const struct buf *b)
{
	return b->s ? b->s : "";
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->s)
		b->s[0] = '\0';
}

void buf_release(struct buf *b)
{
	free(b->s);
	*b = (struct buf) { 0 };
}

int loc_compare(struct loc a, struct loc b)
{
	int c = a.file == b.file ? 0
		: strcmp(a.file ? a.file : "", b.file ? b.file : "");

	if (c)
		return c;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	if (a.column != b.column)
		return a.column < b.column ? -1 : 1;
	return 0;
}
