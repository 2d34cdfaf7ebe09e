/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types in IR text: where they are used, and their declarations. */
#include "ir/parse.h"

#include <string.h>

#include "ir/text.h"

#define MAX_TYPE_DEPTH 64

/* -------------------------------------------------------------- names */

/* The name of a declared type: NAME~NUMBER; NAME may be NULL. */
struct type_id { const char *name; uint64_t number; bool is_bare; };

static uint64_t id_key(struct parser *p, struct type_id id)
{
	struct buf b = { 0 };
	const char *key;

	buf_addf(&b, "%llu", (unsigned long long) id.number);
	if (id.name)
		buf_addf(&b, "~%s", id.name);
	key = unit_intern(p->u, buf_str(&b));
	buf_release(&b);
	return map_key_ptr(key);
}

static struct type_id parse_id(struct parser *p)
{
	struct type_id id = { .number = 1, .is_bare = true };

	if (!at_punct(p, '~'))
		id.name = expect_name(p, "a type");
	if (accept_punct(p, '~')) {
		id.is_bare = false;
		id.number = expect_unsigned(p, "a number behind '~'");
		if (!id.number && !p->failed)
			fail_at(p, peek(p)->line,
				"types of one name are numbered from 1");
	}
	return id;
}

const struct type *builtin_type(struct parser *p, const char *word)
{
	/* Number 0 is no declared type's. */
	struct type_id id = { .name = word };
	struct type t = { 0 }, *fresh;
	const struct type *shared = map_get(&p->types, id_key(p, id));

	if (shared || !builtin_fill(p->u, word, &t))
		return shared;
	if (t.kind == TYPE_INT)
		shared = unit_int(p->u, (unsigned) t.size, t.is_unsigned);
	if (!shared || shared->name != t.name) {
		fresh = unit_type(p->u, t.kind);
		*fresh = t;
		shared = fresh;
	}
	map_set(&p->types, id_key(p, id), (void *) (uintptr_t) shared);
	return shared;
}

/* Names of CPython's own object structs, which tests need not declare. */
static bool names_object(const char *name)
{
	size_t len = strlen(name);

	return len >= strlen("PyObject") && !strncmp(name, "Py", 2)
		&& !strcmp(name + len - strlen("Object"), "Object");
}

/* A struct that nothing is known of but its name. */
static struct type *opaque_type(struct parser *p, struct type_id id)
{
	struct type *t = unit_type(p->u, TYPE_STRUCT);

	t->name = t->tag = id.name;
	t->is_object = names_object(id.name);
	if (!strcmp(id.name, OBJECT_STRUCT)) {
		t->tag = unit_intern(p->u, "_object");
		t->size = 16;
	}
	map_set(&p->types, id_key(p, id), t);
	return t;
}

const struct type *object_type(struct parser *p)
{
	struct type_id id = { unit_intern(p->u, OBJECT_STRUCT), 1, true };
	struct type *t = map_get(&p->types, id_key(p, id));

	return unit_ptr_to(p->u, t ? t : opaque_type(p, id));
}

/* --------------------------------------------------------------- uses */

static const struct type *const_version(struct parser *p,
					const struct type *t)
{
	struct type *copy = map_get(&p->consts, map_key_ptr(t));

	if (copy)
		return copy;
	copy = unit_type(p->u, t->kind);
	map_set(&p->consts, map_key_ptr(t), copy);
	open_type(p, (struct open_type) {
		.kind = OPEN_CONST, .type = copy, .of = t,
		.line = peek(p)->line });
	return copy;
}

static const struct type *named_type(struct parser *p, bool opaque)
{
	uint32_t line = peek(p)->line;
	bool quoted = peek(p)->kind == TOK_STRING;
	struct type_id id = parse_id(p);
	const struct type *t;

	if (p->failed)
		return NULL;
	if (id.is_bare && !quoted && !strcmp(id.name, WORD_OBJ))
		return object_type(p);
	t = id.is_bare && !quoted ? builtin_type(p, id.name) : NULL;
	if (!t)
		t = map_get(&p->types, id_key(p, id));
	if (!t && id.is_bare && (opaque || at_punct(p, '*')
				 || !strcmp(id.name, OBJECT_STRUCT)))
		t = opaque_type(p, id);
	if (!t)
		fail_at(p, line, "unknown type '%s'; declare it with 'type'",
			id.name ? id.name : "~");
	return t;
}

static const struct type *func_or_group(struct parser *p)
{
	struct head h = { 0 };
	const struct type *t = NULL;

	parse_head(p, &h);
	if (h.result)
		t = head_type(p, &h);
	else if (h.params.n == 1 && !h.is_variadic && !h.params.v[0].name
		 && !h.params.v[0].value)
		t = h.params.v[0].type;
	else
		fail_expected(p, "'->' and the result's type");
	vec_release(&h.params);
	return t;
}

static const struct type *array_of(struct parser *p, const struct type *t,
				   uint64_t count)
{
	struct type *array = unit_type(p->u, TYPE_ARRAY);

	array->inner = t;
	open_type(p, (struct open_type) {
		.kind = OPEN_ARRAY, .type = array, .count = count,
		.line = peek(p)->line });
	return array;
}

const struct type *string_type(struct parser *p, size_t len)
{
	const struct type *t = map_get(&p->literals, len);

	if (t)
		return t;
	t = unit_ptr_to(p->u, array_of(p, builtin_type(p, "char"), len + 1));
	map_set(&p->literals, len, (void *) (uintptr_t) t);
	return t;
}

/* "[" that begins a place has an operand behind it. */
static bool at_array(const struct parser *p)
{
	const struct token *t = peek(p);
	uint32_t left = p->end - p->pos;

	if (!at_punct(p, '[') || left < 3)
		return false;
	if (t[1].kind == TOK_INT)
		t++;
	return t[1].kind == TOK_PUNCT && t[1].i == ']';
}

static const struct type *parse_suffix(struct parser *p,
				       const struct type *t)
{
	uint64_t count = 0;

	if (accept_punct(p, '*')) {
		t = unit_ptr_to(p->u, t);
		return accept_word(p, "const") ? const_version(p, t) : t;
	}
	next(p);
	if (!at_punct(p, ']'))
		count = expect_unsigned(p, "the number of elements");
	expect_punct(p, ']', "']'");
	return array_of(p, t, count);
}

static const struct type *parse_any_type(struct parser *p, bool opaque)
{
	const struct type *t;
	bool is_const = accept_word(p, "const");

	if (!is_const && accept_word(p, WORD_NO_TYPE))
		return NULL;
	if (++p->depth > MAX_TYPE_DEPTH)
		fail_at(p, peek(p)->line, "types nest deeper than %d",
			MAX_TYPE_DEPTH);
	if (accept_punct(p, '('))
		t = func_or_group(p);
	else
		t = named_type(p, opaque);
	p->depth--;
	if (t && is_const)
		t = const_version(p, t);
	while (t && !p->failed && (at_punct(p, '*') || at_array(p)))
		t = parse_suffix(p, t);
	if (!t && !p->failed)
		fail_expected(p, "a type");
	return p->failed ? NULL : t;
}

const struct type *parse_type(struct parser *p)
{
	return parse_any_type(p, false);
}

const struct type *parse_record(struct parser *p)
{
	return parse_any_type(p, true);
}

const struct type *parse_annotation(struct parser *p,
				    const struct type *implied)
{
	return accept_punct(p, ':') ? parse_type(p) : implied;
}

/* -------------------------------------------------------------- heads */

static bool at_param_name(const struct parser *p)
{
	const struct token *t = peek(p);

	return (t->kind == TOK_WORD || t->kind == TOK_STRING)
		&& p->end - p->pos > 1 && t[1].kind == TOK_PUNCT
		&& t[1].i == ':';
}

/* "_" and "%name" are objects unless they say otherwise. */
static void parse_param(struct parser *p, struct head *h)
{
	struct head_param param = { 0 };

	if (accept_punct(p, PUNCT_DOTS)) {
		h->is_variadic = true;
		return;
	}
	if (accept_kind(p, TOK_VALUE, &param.value) || accept_word(p, "_")) {
		param.type = accept_punct(p, ':') ? parse_type(p)
			: object_type(p);
	} else {
		if (at_param_name(p)) {
			param.name = expect_name(p, "a name");
			next(p);
		}
		param.type = parse_type(p);
	}
	vec_push(&h->params, param);
}

/* The opening parenthesis was read. */
void parse_head(struct parser *p, struct head *h)
{
	h->has_params = true;
	while (!at_punct(p, ')') && !p->failed && !h->is_variadic) {
		parse_param(p, h);
		if (!accept_punct(p, ','))
			break;
	}
	expect_punct(p, ')', "',' or ')'");
	if (!accept_punct(p, PUNCT_ARROW))
		return;
	h->result = parse_type(p);
	if (!h->result && !p->failed)
		fail_expected(p, "a result type before this");
	h->is_noreturn = accept_word(p, "noreturn");
}

struct type *head_type(struct parser *p, const struct head *h)
{
	struct type *t = unit_type(p->u, TYPE_FUNC);
	uint32_t i;

	t->inner = h->result ? h->result : builtin_type(p, "void");
	t->is_variadic = h->is_variadic;
	t->is_noreturn = h->is_noreturn;
	t->n_fields = h->params.n;
	t->fields = ARENA_ARRAY(&p->u->arena, struct field, h->params.n);
	for (i = 0; i < h->params.n; i++) {
		t->fields[i].name = h->params.v[i].name;
		t->fields[i].type = h->params.v[i].type;
	}
	return t;
}

/* ------------------------------------------------------- declarations */

static bool kind_of_word(struct parser *p, enum type_kind *kind)
{
	int k;

	for (k = TYPE_VOID; k <= TYPE_OTHER; k++) {
		*kind = (enum type_kind) k;
		if (accept_word(p, type_kind_word(*kind)))
			return true;
	}
	return false;
}

/* Leaves D's start at the equals sign. */
void declare_type(struct parser *p, struct decl *d)
{
	uint32_t line = peek(p)->line;
	bool quoted = peek(p)->kind == TOK_STRING;
	struct type_id id = parse_id(p);
	enum type_kind kind = TYPE_VOID;
	struct type *t;

	if (p->failed)
		return;
	d->start = p->pos;
	if (id.is_bare && !quoted && is_reserved_word(id.name)) {
		fail_at(p, line, "'%s' is a built-in type", id.name);
		return;
	}
	if (map_has(&p->types, id_key(p, id))) {
		fail_at(p, line, "type '%s' is declared twice",
			id.name ? id.name : "~");
		return;
	}
	expect_punct(p, '=', "'='");
	if (!kind_of_word(p, &kind))
		fail_expected(p, "'struct', 'int' or another kind of type");
	t = unit_type(p->u, kind);
	t->name = id.name;
	map_set(&p->types, id_key(p, id), t);
	d->type = t;
	d->rest = p->pos;
}

static void parse_field(struct parser *p, struct field *fd, bool is_func)
{
	const struct attr **last = &fd->attrs;
	const struct token *t;

	if (!accept_word(p, "_"))
		fd->name = expect_name(p, "a member's name, or '}'");
	expect_punct(p, ':', "':' and the member's type");
	fd->type = parse_type(p);
	fd->offset = is_func ? 0 : NATURAL_OFFSET;
	if (accept_kind(p, TOK_LABEL, &t)) {
		fd->offset = t->i;
		if (!t->is_number)
			fail_at(p, t->line, "expected '@' and an offset");
	}
	while (at_word(p, "attr")) {
		struct attr *a = parse_attr(p);

		if (!a)
			return;
		*last = a;
		last = &a->next;
	}
}

static void skip_separators(struct parser *p)
{
	while (peek(p)->kind == TOK_NEWLINE || at_punct(p, ','))
		next(p);
}

static void parse_fields(struct parser *p, struct type *t)
{
	VEC (struct field) fields = { 0 };
	struct field fd;

	for (skip_separators(p); !accept_punct(p, '}'); skip_separators(p)) {
		fd = (struct field) { 0 };
		parse_field(p, &fd, t->kind == TYPE_FUNC);
		if (p->failed)
			break;
		vec_push(&fields, fd);
	}
	t->n_fields = fields.n;
	if (fields.n)
		t->fields = arena_memdup(&p->u->arena, fields.v,
					 sizeof(fd) * fields.n);
	vec_release(&fields);
}

static bool parse_type_flag(struct parser *p, struct type *t)
{
	size_t i;

	for (i = 0; i < n_type_flags; i++)
		if (accept_word(p, type_flags[i].word)) {
			*flag_at(t, type_flags[i].offset) = true;
			return true;
		}
	return false;
}

/* One part of a declaration; returns whether there was one. */
static bool parse_type_part(struct parser *p, struct type *t, bool *has_size,
			    const struct attr ***last)
{
	struct attr *a;

	if (parse_type_flag(p, t))
		return true;
	if (accept_word(p, "size")) {
		t->size = expect_unsigned(p, "a size");
		*has_size = true;
	} else if (accept_word(p, "tag")) {
		t->tag = accept_word(p, WORD_NO_TYPE) ? NULL
			: expect_name(p, "a tag");
	} else if (accept_word(p, "of")) {
		t->inner = parse_type(p);
	} else if (at_word(p, "attr")) {
		a = parse_attr(p);
		if (!a)
			return false;
		**last = a;
		*last = &a->next;
	} else if (accept_punct(p, '{')) {
		parse_fields(p, t);
	} else {
		return false;
	}
	return true;
}

static void set_default_size(struct type *t)
{
	if (t->kind == TYPE_INT)
		t->size = 4;
	else if (t->kind == TYPE_FLOAT || t->kind == TYPE_PTR)
		t->size = 8;
}

void parse_type_decl(struct parser *p, struct decl *d)
{
	struct type *t = d->type;
	const struct attr **last = &t->attrs;
	uint32_t line = peek(p)->line;
	bool has_size = false;

	if (t->kind == TYPE_STRUCT)
		t->tag = t->name;
	p->pos = d->rest;
	while (parse_type_part(p, t, &has_size, &last))
		;
	if (!has_size)
		set_default_size(t);
	while (peek(p)->kind == TOK_NEWLINE)
		next(p);
	if (peek(p)->kind != TOK_END)
		fail_expected(p, "a word about the type, or the line's end");
	open_type(p, (struct open_type) {
		.kind = OPEN_STRUCT, .type = t, .has_size = has_size,
		.line = line });
}
