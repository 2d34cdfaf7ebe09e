/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building JSON values with jansson; see internal.h.  Memory that is short
 * ends the process, as everywhere: a NULL of jansson's means that. */
#include "report/internal.h"

#include <stdlib.h>
#include <string.h>

static json_t *checked(json_t *value)
{
	if (!value)
		abort();
	return value;
}

/* Each byte above ASCII as \xNN: for what is no UTF-8. */
static json_t *json_escaped_bytes(const char *s)
{
	struct buf b = { 0 };
	json_t *value;

	for (; *s; s++) {
		if ((unsigned char) *s < 0x80)
			buf_addc(&b, *s);
		else
			buf_addf(&b, "\\x%02x", (unsigned char) *s);
	}
	value = json_string(buf_str(&b));
	buf_release(&b);
	return checked(value);
}

json_t *json_text(const char *s)
{
	json_t *value;

	if (!s)
		return json_null();
	value = json_string(s);
	return value ? value : json_escaped_bytes(s);
}

void json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		abort();
}

void json_put_text(json_t *object, const char *key, const char *s)
{
	json_put(object, key, json_text(s));
}

void json_put_known(json_t *object, const char *key, const char *s)
{
	if (s)
		json_put_text(object, key, s);
}

void json_put_int(json_t *object, const char *key, uint64_t i)
{
	json_put(object, key, checked(json_integer((json_int_t) i)));
}

json_t *json_put_object(json_t *object, const char *key)
{
	json_t *value = checked(json_object());

	json_put(object, key, value);
	return value;
}

json_t *json_put_array(json_t *object, const char *key)
{
	json_t *value = checked(json_array());

	json_put(object, key, value);
	return value;
}

void json_add(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		abort();
}

json_t *json_new_object(void)
{
	return checked(json_object());
}

json_t *json_add_object(json_t *array)
{
	json_t *value = json_new_object();

	json_add(array, value);
	return value;
}

static int append(const char *text, size_t size, void *out)
{
	buf_addn(out, text, size);
	return 0;
}

void json_print(json_t *value, int indent, struct buf *out)
{
	size_t flags = indent ? JSON_INDENT((size_t) indent) : 0;

	if (json_dump_callback(value, append, out, flags))
		abort();
	buf_addc(out, '\n');
	json_decref(value);
}
