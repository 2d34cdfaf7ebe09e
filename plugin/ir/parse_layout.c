/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sizes and offsets that the text left out, once all types are known, and
 * the refusal of types that contain themselves.
 */
#include "ir/parse.h"

#include "ir/text.h"

static bool is_closed(const struct parser *p, const struct type *t)
{
	return !t || !map_get(&p->is_open, map_key_ptr(t));
}

static uint64_t alignment(const struct type *t)
{
	uint64_t size = t ? t->size : 0;

	return size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
}

static uint64_t align(uint64_t offset, uint64_t to)
{
	return (offset + to - 1) / to * to;
}

/* Members one behind the other, each at a multiple of its size. */
static void lay_out(struct type *t, bool has_size)
{
	uint64_t end = 0, largest = 1;
	uint32_t i;

	for (i = 0; i < t->n_fields; i++) {
		struct field *fd = &t->fields[i];
		uint64_t to = alignment(fd->type);

		if (fd->offset == NATURAL_OFFSET)
			fd->offset = t->is_union ? 0 : align(end, to);
		if (fd->offset + (fd->type ? fd->type->size : 0) > end)
			end = fd->offset + (fd->type ? fd->type->size : 0);
		if (to > largest)
			largest = to;
	}
	if (!has_size)
		t->size = align(end, largest);
	if (type_object_by_head(t))
		t->is_object = true;
}

static bool members_closed(const struct parser *p, const struct type *t)
{
	uint32_t i;

	for (i = 0; i < t->n_fields; i++)
		if (!is_closed(p, t->fields[i].type))
			return false;
	return true;
}

static void close_array(struct parser *p, const struct open_type *o)
{
	uint64_t unit = o->type->inner->size;

	if (unit && o->count > UINT64_MAX / unit)
		fail_at(p, o->line, "an array is too large");
	else
		o->type->size = o->count * unit;
}

/* Returns whether O could be closed. */
static bool try_close(struct parser *p, const struct open_type *o)
{
	switch (o->kind) {
	case OPEN_STRUCT:
		if (o->type->kind != TYPE_STRUCT)
			return true;
		/* The head decides whether the struct is an object. */
		if (!members_closed(p, o->type))
			return false;
		lay_out(o->type, o->has_size);
		return true;
	case OPEN_ARRAY:
		if (!is_closed(p, o->type->inner))
			return false;
		close_array(p, o);
		return true;
	case OPEN_CONST:
		if (!is_closed(p, o->of))
			return false;
		*o->type = *o->of;
		o->type->is_const = true;
		return true;
	}
	return true;
}

void open_type(struct parser *p, struct open_type t)
{
	if (p->types_known) {
		try_close(p, &t);
		return;
	}
	vec_push(&p->open, t);
	map_set(&p->is_open, map_key_ptr(t.type), t.type);
}

/* A chain of pointers that is longer than there are types is a circle. */
static void check_chain(struct parser *p, const struct open_type *o)
{
	const struct type *t = o->type;
	uint32_t n;

	for (n = 0; t && n <= p->u->types.n; n++)
		t = t->kind == TYPE_STRUCT ? NULL : t->inner;
	if (t)
		fail_at(p, o->line, "a type refers to itself");
}

/* In rounds: each closes what only needs what is closed. */
void close_types(struct parser *p)
{
	uint32_t i, left, before;

	p->failed = false;
	p->end = p->pos = 0;
	do {
		before = p->open.n;
		left = 0;
		for (i = 0; i < p->open.n; i++) {
			if (!try_close(p, &p->open.v[i])) {
				p->open.v[left++] = p->open.v[i];
				continue;
			}
			map_set(&p->is_open,
				map_key_ptr(p->open.v[i].type), NULL);
			check_chain(p, &p->open.v[i]);
		}
		p->open.n = left;
	} while (left && left < before);
	if (left)
		fail_at(p, p->open.v[0].line, "a type contains itself");
	p->types_known = true;
}
