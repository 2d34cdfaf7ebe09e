/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of types.  A type is written in place when a built-in word, a
 * pointer, an array or a function type says all that its record says; else
 * it is declared at the unit's head, and its text is its name there.
 */
#include "ir/text.h"

#include <string.h>

static bool is_word(const char *s)
{
	if (!*s || (*s >= '0' && *s <= '9'))
		return false;
	for (; *s; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z')
		      || (*s >= '0' && *s <= '9') || *s == '_'
		      || (unsigned char) *s >= 0x80))
			return false;
	return true;
}

void print_name(struct buf *out, const char *s)
{
	if (is_word(s) && strcmp(s, "_"))
		buf_add(out, s);
	else
		buf_add_quoted(out, s, strlen(s));
}

/* ------------------------------------------------------------- shapes */

static bool has_no_flags(const struct type *t)
{
	return !t->is_unsigned && !t->is_bool && !t->is_char && !t->is_enum
		&& !t->is_union && !t->is_object;
}

static bool is_plain(const struct type *t)
{
	return !t->name && !t->tag && !t->attrs && has_no_flags(t);
}

static bool is_plain_ptr(const struct type *t)
{
	return t->kind == TYPE_PTR && is_plain(t) && t->inner && t->size == 8
		&& !t->n_fields && !t->is_variadic && !t->is_noreturn;
}

static bool is_plain_array(const struct type *t)
{
	uint64_t unit = t->inner ? t->inner->size : 0;

	return t->kind == TYPE_ARRAY && is_plain(t) && t->inner
		&& !t->is_const && !t->n_fields && !t->is_variadic
		&& !t->is_noreturn && (unit ? t->size % unit == 0 : !t->size);
}

/* What pointers and arrays are made of in the end. */
static const struct type *strip(const struct type *t)
{
	while (is_plain_ptr(t) || is_plain_array(t))
		t = t->inner;
	return t;
}

static bool is_anonymous_func(const struct type *t)
{
	return t && strip(t)->kind == TYPE_FUNC && !strip(t)->name;
}

/* Function types over function types would nest without bound. */
static bool is_plain_func(const struct type *t)
{
	uint32_t i;

	if (t->kind != TYPE_FUNC || !is_plain(t) || t->is_const || t->size
	    || !t->inner || is_anonymous_func(t->inner))
		return false;
	for (i = 0; i < t->n_fields; i++) {
		const struct field *fd = &t->fields[i];

		if (!fd->type || fd->offset || fd->attrs
		    || is_anonymous_func(fd->type))
			return false;
	}
	return true;
}

/* Everything but const, and the members as one array. */
static uint64_t shape_hash(const struct type *t)
{
	uint64_t words[] = {
		(uint64_t) t->kind, t->size, map_key_ptr(t->name),
		map_key_ptr(t->tag), map_key_ptr(t->inner),
		map_key_ptr(t->attrs), t->n_fields,
		t->n_fields ? map_key_ptr(t->fields) : 0,
		t->is_unsigned | t->is_bool << 1 | t->is_char << 2
			| t->is_enum << 3 | t->is_union << 4
			| t->is_object << 5 | t->is_variadic << 6
			| t->is_noreturn << 7
	};

	return hash_bytes(words, sizeof(words), 0);
}

static bool same_shape(const struct type *a, const struct type *b)
{
	return a->kind == b->kind && a->size == b->size && a->name == b->name
		&& a->tag == b->tag && a->inner == b->inner
		&& a->attrs == b->attrs && a->n_fields == b->n_fields
		&& (!a->n_fields || a->fields == b->fields)
		&& a->is_unsigned == b->is_unsigned
		&& a->is_bool == b->is_bool && a->is_char == b->is_char
		&& a->is_enum == b->is_enum && a->is_union == b->is_union
		&& a->is_object == b->is_object
		&& a->is_variadic == b->is_variadic
		&& a->is_noreturn == b->is_noreturn;
}

/* The type that T is the const version of, or NULL. */
static const struct type *unqualified(const struct type_texts *tt,
				      const struct type *t)
{
	const struct type *p;

	if (!t->is_const)
		return NULL;
	p = map_get(&tt->plain, shape_hash(t));
	return p && same_shape(p, t) ? p : NULL;
}

bool type_is_inline_func(struct type_texts *tt, const struct type *t)
{
	(void) tt;
	return t && is_plain_func(t);
}

/* But for a const version of a declared type, which counts as declared. */
static bool needs_name(const struct type *t)
{
	return !builtin_word(t) && !is_plain_ptr(t) && !is_plain_array(t)
		&& !is_plain_func(t);
}

bool type_is_declared(struct type_texts *tt, const struct type *t)
{
	return map_has(&tt->id, map_key_ptr(t));
}

/* -------------------------------------------------------------- names */

/* NAME alone for the first of it, NAME~2 for the next. */
static void give_id(struct type_texts *tt, const struct type *t,
		    struct map *counts)
{
	uint64_t key = map_key_ptr(t->name);
	uintptr_t n = (uintptr_t) map_get(counts, key) + 1;
	struct buf b = { 0 };

	map_set(counts, key, (void *) n);
	if (t->name)
		print_name(&b, t->name);
	if (!t->name || n > 1 || is_reserved_word(t->name))
		buf_addf(&b, "~%lu", (unsigned long) n);
	map_set(&tt->id, map_key_ptr(t),
		arena_strdup(&tt->arena, buf_str(&b)));
	buf_release(&b);
}

void type_texts_init(struct type_texts *tt, const struct unit *u)
{
	struct map counts = { 0 };
	uint32_t i;

	*tt = (struct type_texts) { .unit = u };
	for (i = 0; i < u->types.n; i++) {
		struct type *t = u->types.v[i];

		if (!t->is_const && needs_name(t))
			map_set(&tt->plain, shape_hash(t), t);
	}
	for (i = 0; i < u->types.n; i++) {
		const struct type *t = u->types.v[i];

		if (needs_name(t) && !unqualified(tt, t))
			give_id(tt, t, &counts);
	}
	map_release(&counts);
}

void type_texts_release(struct type_texts *tt)
{
	arena_release(&tt->arena);
	interns_release(&tt->strings);
	map_release(&tt->text);
	map_release(&tt->id);
	map_release(&tt->plain);
}

/* -------------------------------------------------------------- texts */

static void add_func(struct type_texts *tt, const struct type *t,
		     struct buf *out)
{
	uint32_t i;

	buf_addc(out, '(');
	for (i = 0; i < t->n_fields; i++) {
		buf_add(out, i ? ", " : "");
		if (t->fields[i].name) {
			print_name(out, t->fields[i].name);
			buf_add(out, ":");
		}
		buf_add(out, type_text(tt, t->fields[i].type));
	}
	if (t->is_variadic)
		buf_add(out, t->n_fields ? ", ..." : "...");
	buf_addf(out, ") -> %s", type_text(tt, t->inner));
	if (t->is_noreturn)
		buf_add(out, " noreturn");
}

/* What is neither pointer nor array. */
static void add_atom(struct type_texts *tt, const struct type *t,
		     struct buf *out)
{
	const char *word = builtin_word(t);
	const char *id;

	if (word) {
		buf_addf(out, "%s%s", t->is_const ? "const " : "", word);
		return;
	}
	if (is_plain_func(t)) {
		add_func(tt, t, out);
		return;
	}
	id = map_get(&tt->id, map_key_ptr(t));
	if (!id && unqualified(tt, t)) {
		buf_add(out, "const ");
		id = map_get(&tt->id, map_key_ptr(unqualified(tt, t)));
	}
	/* Without a name only when the unit does not list the type. */
	buf_add(out, id ? id : WORD_NO_TYPE);
}

static void add_pointer(struct buf *out, bool is_const)
{
	if (is_const) {
		buf_add(out, "*const");
	} else if (!strcmp(buf_str(out), OBJECT_STRUCT)) {
		buf_clear(out);
		buf_add(out, WORD_OBJ);
	} else {
		buf_addc(out, '*');
	}
}

static void add_suffix(const struct type *t, struct buf *out)
{
	if (t->kind == TYPE_PTR) {
		add_pointer(out, t->is_const);
	} else if (t->size) {
		buf_addf(out, "[%llu]",
			 (unsigned long long) (t->size / t->inner->size));
	} else {
		buf_add(out, "[]");
	}
}

static void add_type(struct type_texts *tt, const struct type *t,
		     struct buf *out)
{
	VEC (const struct type *) suffixes = { 0 };

	for (; is_plain_ptr(t) || is_plain_array(t); t = t->inner)
		vec_push(&suffixes, t);
	if (suffixes.n && is_plain_func(t)) {
		buf_addc(out, '(');
		add_atom(tt, t, out);
		buf_addc(out, ')');
	} else {
		add_atom(tt, t, out);
	}
	while (suffixes.n)
		add_suffix(suffixes.v[--suffixes.n], out);
	vec_release(&suffixes);
}

const char *type_text(struct type_texts *tt, const struct type *t)
{
	const char *s;
	struct buf b = { 0 };

	if (!t)
		return intern(&tt->strings, WORD_NO_TYPE);
	s = map_get(&tt->text, map_key_ptr(t));
	if (s)
		return s;
	add_type(tt, t, &b);
	s = intern(&tt->strings, buf_str(&b));
	buf_release(&b);
	map_set(&tt->text, map_key_ptr(t), (void *) (uintptr_t) s);
	return s;
}

const char *implied_text(struct type_texts *tt, struct implied i)
{
	struct buf b = { 0 };
	const char *s;

	if (i.word)
		return intern(&tt->strings, i.word);
	if (!i.chars && (!i.t || !i.is_pointer))
		return type_text(tt, i.t);
	if (i.chars)
		buf_addf(&b, "char[%llu]", (unsigned long long) i.chars);
	else if (is_plain_func(i.t))
		buf_addf(&b, "(%s)", type_text(tt, i.t));
	else
		buf_add(&b, type_text(tt, i.t));
	add_pointer(&b, false);
	s = intern(&tt->strings, buf_str(&b));
	buf_release(&b);
	return s;
}
