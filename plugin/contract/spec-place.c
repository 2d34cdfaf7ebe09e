/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the place of a value in JSON text; see spec-place.h. */
#include "contract/spec-place.h"

#include <jansson.h>
#include <string.h>

/* All below rely on valid JSON, and yet never read past END. */
struct cursor { const char *at, *end; };

static void skip_space(struct cursor *c)
{
	while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at)
		c->at++;
}

static bool take(struct cursor *c, char ch)
{
	skip_space(c);
	if (c->at == c->end || *c->at != ch)
		return false;
	c->at++;
	return true;
}

/* Skips a string whose opening quote is at the cursor. */
static void skip_string(struct cursor *c)
{
	for (c->at++; c->at < c->end && *c->at != '"'; c->at++)
		if (*c->at == '\\' && c->at + 1 < c->end)
			c->at++;
	if (c->at < c->end)
		c->at++;
}

/* Skips any value; counts brackets, so that depth costs no stack. */
static void skip_value(struct cursor *c)
{
	unsigned depth = 0;

	skip_space(c);
	while (c->at < c->end) {
		char ch = *c->at;

		if (ch == '"') {
			skip_string(c);
			if (!depth)
				return;
			continue;
		}
		if (!depth && (ch == ',' || ch == ']' || ch == '}'))
			return;
		if (ch == '[' || ch == '{')
			depth++;
		c->at++;
		if ((ch == ']' || ch == '}') && --depth == 0)
			return;
	}
}

/* Is the string literal from FROM to TO, quotes included, KEY? */
static bool is_key(const char *from, const char *to, const char *key)
{
	size_t len = (size_t) (to - from);
	json_t *s;
	bool same;

	if (len == strlen(key) + 2 && !memcmp(from + 1, key, len - 2))
		return true;
	if (!memchr(from, '\\', len))
		return false;
	s = json_loadb(from, len, JSON_DECODE_ANY, NULL);
	same = s && json_is_string(s) && !strcmp(json_string_value(s), key);
	json_decref(s);
	return same;
}

/* From an object to its member KEY; *AT_KEY gets the key's own place. */
static bool enter_member(struct cursor *c, const char *key,
			 const char **at_key)
{
	if (!take(c, '{'))
		return false;
	for (;;) {
		const char *from;

		skip_space(c);
		if (c->at == c->end || *c->at != '"')
			return false;
		from = c->at;
		skip_string(c);
		if (is_key(from, c->at, key)) {
			*at_key = from;
			return take(c, ':');
		}
		if (!take(c, ':'))
			return false;
		skip_value(c);
		if (!take(c, ','))
			return false;
	}
}

static bool enter_element(struct cursor *c, size_t index)
{
	if (!take(c, '['))
		return false;
	for (; index; index--) {
		skip_value(c);
		if (!take(c, ','))
			return false;
	}
	return true;
}

static struct spec_place place_of(const char *text, const char *at)
{
	struct spec_place p = { 1, 1 };

	for (; text < at; text++) {
		if (*text == '\n') {
			p.line++;
			p.column = 1;
		} else if (((unsigned char) *text & 0xc0) != 0x80) {
			p.column++;
		}
	}
	return p;
}

struct spec_place spec_locate(const char *text, size_t len,
			      const struct spec_step *path, unsigned depth,
			      bool at_key)
{
	struct cursor c = { text, text + len };
	const char *found, *key = NULL;
	unsigned i;

	skip_space(&c);
	found = c.at;
	for (i = 0; i < depth; i++) {
		bool ok = path[i].key
			? enter_member(&c, path[i].key, &key)
			: enter_element(&c, path[i].index);

		if (!ok)
			return place_of(text, found);
		skip_space(&c);
		found = c.at;
	}
	return place_of(text, at_key && key ? key : found);
}
