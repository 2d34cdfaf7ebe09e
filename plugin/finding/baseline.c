/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a baseline; see baseline.h. */
#include "finding/baseline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "rule|function|subject|+3": three bars that no backslash escapes, then a
 * number with its sign. */
static bool is_key(const char *s)
{
	unsigned bars = 0;

	if (*s == '|')
		return false;
	for (; *s && bars < 3; s++) {
		if (*s == '\\' && s[1])
			s++;
		else if (*s == '|')
			bars++;
	}
	if (bars < 3 || (*s != '+' && *s != '-'))
		return false;
	return s[1] && strspn(s + 1, "0123456789") == strlen(s + 1);
}

/* The next line without its end; false when there is none. */
static bool read_line(FILE *in, struct buf *line)
{
	int c = getc(in);

	buf_clear(line);
	if (c == EOF)
		return false;
	for (; c != EOF && c != '\n'; c = getc(in))
		buf_addc(line, (char) c);
	if (line->len && line->s[line->len - 1] == '\r')
		line->s[--line->len] = '\0';
	return true;
}

static bool fail(const char *file, struct buf *errors)
{
	buf_addf(errors, "cannot read the baseline ‘%s’: %s\n", file,
		 strerror(errno));
	return false;
}

bool baseline_read(struct baseline *b, const char *file, struct buf *errors)
{
	struct buf line = { 0 };
	FILE *in = fopen(file, "r");
	unsigned n = 0, wrong = 0;
	bool ok = true;

	if (!in)
		return fail(file, errors);
	while (read_line(in, &line)) {
		const char *key = buf_str(&line);

		n++;
		if (!line.len || *key == '#')
			continue;
		if (is_key(key) && strlen(key) == line.len) {
			key = intern(&b->keys, key);
			map_set(&b->known, map_key_ptr(key), (void *) key);
		} else if (!wrong++) {
			buf_addf(errors, "%s:%u: no key of a finding, such as "
				 "‘reference-leak|f|item|+3’: is this a file "
				 "that ‘pyrefcheck baseline’ wrote?\n", file,
				 n);
		}
	}
	if (ferror(in))
		ok = fail(file, errors);
	fclose(in);
	buf_release(&line);
	return ok && !wrong;
}

bool baseline_has(struct baseline *b, const char *key)
{
	return map_has(&b->known, map_key_ptr(intern(&b->keys, key)));
}

void baseline_release(struct baseline *b)
{
	map_release(&b->known);
	interns_release(&b->keys);
}
