/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See source.h. */
#include "check/source.h"

#include <stdio.h>
#include <string.h>

#define SOURCE_MAX (64u << 20)

/* By the name's address, as files' names are interned; NULL: not readable. */
struct source_cache { struct map texts; };

struct source_cache *source_cache_new(void)
{
	struct source_cache *cache = prc_malloc(sizeof(*cache));

	memset(cache, 0, sizeof(*cache));
	return cache;
}

void source_cache_free(struct source_cache *cache)
{
	uint32_t i;

	for (i = 0; i < cache->texts.n; i++) {
		struct source_text *s = cache->texts.slots[i].value;

		if (!s)
			continue;
		prc_free(s->text);
		prc_free(s->lines);
		prc_free(s);
	}
	map_release(&cache->texts);
	prc_free(cache);
}

const char *source_next(const struct source_text *s, const char *at)
{
	const char *end = s->text + s->len;
	const char *n = memchr(at, '\n', (size_t) (end - at));

	return n ? n + 1 : end;
}

static struct source_text *index_lines(struct buf *b)
{
	struct source_text *s = prc_malloc(sizeof(*s));
	VEC (const char *) lines = { 0 };
	const char *at;

	*s = (struct source_text) { .text = b->s, .len = b->len };
	for (at = s->text; at < s->text + s->len; at = source_next(s, at))
		vec_push(&lines, at);
	s->lines = lines.v;
	s->n_lines = lines.n;
	return s;
}

static struct source_text *read_source(const char *file)
{
	FILE *f = fopen(file, "rb");
	struct buf b = { 0 };
	char chunk[65536];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0
	       && b.len < SOURCE_MAX)
		buf_addn(&b, chunk, n);
	fclose(f);
	if (!b.len) {
		buf_release(&b);
		return NULL;
	}
	return index_lines(&b);
}

const struct source_text *source_of(const struct check_context *c,
				    const char *file)
{
	struct map *texts = &c->sources->texts;
	struct source_text *s;

	if (!file)
		return NULL;
	if (map_has(texts, map_key_ptr(file)))
		return map_get(texts, map_key_ptr(file));
	s = read_source(file);
	map_set(texts, map_key_ptr(file), s);
	return s;
}

bool source_line(const struct source_text *s, uint32_t line,
		 const char **start, size_t *len)
{
	const char *end;

	if (!line || line > s->n_lines)
		return false;
	*start = s->lines[line - 1];
	end = line < s->n_lines ? s->lines[line] : s->text + s->len;
	*len = (size_t) (end - *start) - (end > *start && end[-1] == '\n');
	return true;
}

bool source_is_name(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (c >= '0' && c <= '9');
}

bool line_finds(const char *at, size_t len, const char *name, size_t *where)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n <= len; i++)
		if (!memcmp(at + i, name, n)
		    && (i == 0 || !source_is_name(at[i - 1]))
		    && (i + n == len || !source_is_name(at[i + n]))) {
			*where = i;
			return true;
		}
	return false;
}

static bool line_names(const char *at, size_t len, const char *name)
{
	size_t where;

	return line_finds(at, len, name, &where);
}

bool source_names(const struct source_text *s, uint32_t line, uint32_t more,
		  const char *name)
{
	const char *at;
	size_t len;

	for (uint32_t k = 0; k <= more; k++) {
		if (!source_line(s, line + k, &at, &len))
			return false;
		if (line_names(at, len, name))
			return true;
	}
	return false;
}
