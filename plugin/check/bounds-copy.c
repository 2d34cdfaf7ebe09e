/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer-overflow: bytes that a call copies or writes. */
#include "check/bounds.h"
#include "contract/format.h"
#include "engine/lender.h"
#include "engine/tables.h"

#include <limits.h>
#include <string.h>

/* ------------------------------------------------------- Python strings */

/* Bytes that Python made, as many as it likes. */
static bool is_python_text(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	return t && t->born && t->born->op == OP_CALL
		&& borrow_is_text(s->before, x);
}

/* Does F read what call I wrote to argument N, from 1? */
static bool result_is_read(const struct function *f, const struct instr *i,
			   unsigned n)
{
	const struct value *to = i->n_args >= n
		? fn_value(f, value_strip_copies(f, i->args[n - 1])) : NULL;
	uint32_t b, k;

	if (!to || to->kind != VAL_LOCAL)
		return to && to->kind != VAL_INT;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *in = &f->blocks[b].instrs[k];
			const struct value *base = in->op == OP_LOAD
				? fn_value(f, in->place.base) : NULL;

			if (base && base->kind == VAL_LOCAL
			    && base->u.local == to->u.local)
				return true;
		}
	return false;
}

/* What the parsing call BY does with its argument N, from 1. */
static enum format_use parsed_use(const struct step *s, const struct instr *by,
				  unsigned n)
{
	const struct contract *k = knowledge_call(s->run->engine->knowledge,
						  s->run->fn, by);
	enum format_use use = FORMAT_USE_NONE;
	const struct format_arg *arg = NULL;
	struct arena arena = { 0 };
	const struct value *text;
	struct format *format;

	if (!k->va_first || n < k->va_first || k->format_arg > by->n_args)
		return use;
	text = fn_value(s->run->fn, value_strip_copies(s->run->fn,
				by->args[k->format_arg - 1]));
	if (text->kind != VAL_STRING || text->offset)
		return use;
	format = format_split(&arena, format_kind_of(k), text->u.str.s,
			      text->u.str.len, CTYPE_SSIZE);
	if (format_unit_of(format, n - k->va_first, &arg))
		use = arg->use;
	arena_release(&arena);
	return use;
}

unsigned bounds_parsed_text(const struct step *s, const struct instr *by,
			    sid x)
{
	const struct value *to;
	uint32_t k;
	unsigned n;

	for (n = 1; n <= by->n_args; n++) {
		to = fn_value(s->run->fn, value_strip_copies(s->run->fn,
							by->args[n - 1]));
		for (k = 0; to->kind == VAL_LOCAL
		     && k < s->before->cells.n; k++) {
			const struct cell *c = &s->before->cells.v[k];

			if (c->at.kind == REGION_LOCAL && c->value == x
			    && c->at.id == to->u.local && !c->at.offset
			    && parsed_use(s, by, n) == FORMAT_OUT_STRING)
				return n;
		}
	}
	return 0;
}

/* Is the length that the parsing call BY writes behind X, as of "s#", read? */
static bool parsed_length_is_read(const struct step *s, const struct instr *by,
				  sid x)
{
	unsigned n = bounds_parsed_text(s, by, x);

	return n && parsed_use(s, by, n + 1) == FORMAT_OUT_LENGTH
		&& result_is_read(s->run->fn, by, n + 1);
}

/* Does the call BY write to its argument N how long the string is that it gives
 * as well? */
static bool writes_length(const struct step *s, const struct instr *by,
			  unsigned n)
{
	return callee_is(s->run, by, "PyUnicode_AsUTF8AndSize") ? n == 2
		: callee_is(s->run, by, "PyBytes_AsStringAndSize") ? n == 3
		: parsed_use(s, by, n) == FORMAT_OUT_LENGTH;
}

/* Was a length of X asked for, or X made together with its length? */
static bool length_was_asked(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);
	const struct instr *by = t ? t->born : NULL;
	sid y;

	for (y = 1; y < s->before->syms.n; y++) {
		const struct expr *e = &sym_get(s->before, y)->expr;

		if (e->op == EXPR_CALL && e->a == x)
			return true;
		if (e->op == EXPR_CALL && t->lender && e->a == t->lender
		    && (strstr(e->fn, "SIZE") || strstr(e->fn, "LENGTH")))
			return true;
	}
	if (!by || by->op != OP_CALL)
		return true;
	if (knowledge_call(s->run->engine->knowledge, s->run->fn, by)->format
	    != FORMAT_NONE)
		return parsed_length_is_read(s, by, x);
	return callee_is(s->run, by, "PyUnicode_AsUTF8AndSize")
		? result_is_read(s->run->fn, by, 2)
		: callee_is(s->run, by, "PyBytes_AsStringAndSize")
		&& result_is_read(s->run->fn, by, 3);
}

/* Is the first argument of call I an array of F's own?  How long the string
 * in that is says nothing of others. */
static bool measures_own_array(const struct function *f, const struct instr *i)
{
	const struct value *v = i->n_args
		? fn_value(f, value_strip_copies(f, i->args[0])) : NULL;

	return v && v->kind == VAL_LOCAL && f->locals[v->u.local].type
		&& f->locals[v->u.local].type->kind == TYPE_ARRAY;
}

bool bounds_asks_length(const struct function *f)
{
	static const char *const names[] = { "strlen", "strnlen",
		"PyUnicode_GetLength", "PyUnicode_GET_LENGTH", "PyBytes_Size",
		"PyObject_Size", "PyObject_Length", "PyBytes_GET_SIZE",
		"PyByteArray_Size", "Py_SIZE", "PySequence_Size",
		"PySequence_Length", "strcmp", NULL };
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && name_in(t->name, names)
			    && !measures_own_array(f, in))
				return true;
		}
	return false;
}

bool bounds_is_unmeasured(const struct step *s, sid x)
{
	return is_python_text(s, x) && !length_was_asked(s, x)
		&& !bounds_asks_length(s->run->fn);
}

/* Which argument of a printing call a plain %s takes, when the format is
 * argument FORMAT and its values follow; 0 none, or not all plain. */
static unsigned string_argument(const struct step *s, unsigned format)
{
	const struct value *v;
	unsigned arg = format + 1, found = 0;
	const char *p, *end;

	if (s->instr->n_args <= format)
		return 0;
	v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
					s->instr->args[format - 1]));
	if (v->kind != VAL_STRING)
		return 0;
	end = v->u.str.s + v->u.str.len;
	for (p = v->u.str.s + v->offset; p < end && *p; p++) {
		if (*p != '%')
			continue;
		p++;
		if (p < end && *p == '%')
			continue;
		if (p < end && *p == 's' && !found)
			found = arg;
		while (p < end && strchr("0123456789-+ #lhzjt", *p) && *p)
			p++;
		if (p < end && (*p == '*' || *p == '.'))
			return found;
		arg++;
	}
	return found;
}

/* -------------------------------------------------------- whole strings */

static void into_room(struct check_context *c, const struct step *s,
		      const char *name, vid to, vid from)
{
	sid dest = env_get(s->before, to), x = env_get(s->before, from);
	int64_t room = dest ? bounds_room(s, to, dest) : -1;
	const char *what;

	if (room < 0 || !x || !bounds_is_unmeasured(s, x))
		return;
	what = run_sym_name(s->run, s->before, x, from);
	bounds_report(c, s, what, step_finding(c, s, s->before, NULL,
		"‘%s’ copies ‘%s’, a Python string of any length, into %lld "
		"bytes", name, what, (long long) room));
}

/* Is the string T, which may be NULL, that of the object V? */
static bool is_of(const struct step *s, const struct thing *t, vid v)
{
	const struct function *f = s->run->fn;
	const struct instr *by = t ? t->born : NULL;

	return by && by->op == OP_CALL && by->n_args
		&& strip_casts(f, by->args[0]) == strip_casts(f, v);
}

/* Is V how long the string FROM is: by strlen, or by what gave it? */
static bool is_length_of(const struct step *s, vid v, vid from)
{
	static const char *const sizes[] = { "PyBytes_GET_SIZE",
		"PyBytes_Size", "Py_SIZE", "PyByteArray_GET_SIZE",
		"PyByteArray_Size", NULL };
	const struct function *f = s->run->fn;
	const struct instr *def = value_def(f, number_strip(f, v));
	const struct thing *t = thing_get(s->before, env_get(s->before, from));
	const struct value *to;
	unsigned n;

	if (def && def->op == OP_CALL && def->n_args == 1
	    && callee_is(s->run, def, "strlen"))
		return bounds_same(f, def->args[0], from);
	if (!def || !t || !t->born || t->born->op != OP_CALL)
		return false;
	if (def->op == OP_CALL)
		return def->n_args == 1 && call_target(f, def)
			&& name_in(call_target(f, def)->name, sizes)
			&& is_of(s, t, def->args[0]);
	/* The length that the same call wrote. */
	to = def->op == OP_LOAD && !def->place.offset && !def->place.index
		? fn_value(f, def->place.base) : NULL;
	for (n = 1; to && to->kind == VAL_LOCAL && n <= t->born->n_args; n++) {
		const struct value *a = fn_value(f, value_strip_copies(f,
						t->born->args[n - 1]));

		if (a->kind == VAL_LOCAL && a->u.local == to->u.local)
			return writes_length(s, t->born, n);
	}
	return false;
}

/* Is V, and a little, how many characters the string has of which FROM is the
 * UTF-8, where nothing asks whether it is all ASCII? */
static bool counts_characters(const struct step *s, vid v, vid from)
{
	const struct function *f = s->run->fn;
	const struct thing *t = thing_get(s->before, env_get(s->before, from));
	int64_t more;
	const struct instr *def = value_def(f, bounds_without(f, v, &more));
	vid of = !def ? 0 : def->op == OP_LOAD ? def->place.base
		: def->op == OP_CALL && def->n_args == 1 ? def->args[0] : 0;

	/* Macros of some versions load the member. */
	return of && is_of(s, t, of)
		&& (def->op == OP_LOAD
		    ? def->place.field && !strcmp(def->place.field, "length")
		    : callee_is(s->run, def, "PyUnicode_GET_LENGTH")
		      || callee_is(s->run, def, "PyUnicode_GetLength"))
		&& !body_calls(f, "PyUnicode_IS_ASCII")
		&& !body_calls(f, "PyUnicode_IS_COMPACT_ASCII");
}

/* malloc (strlen (s)): no room for what ends it. */
static void without_end(struct check_context *c, const struct step *s,
			const char *name, vid to, vid from)
{
	sid dest = env_get(s->before, to);
	const struct instr *def;
	struct made m;

	if (!dest || !bounds_made(s, dest, &m) || !m.size || m.extra
	    || m.unit != 1)
		return;
	if (counts_characters(s, m.size, from)) {
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ copies the bytes of UTF-8 into as many as the "
			"string has characters", name));
		return;
	}
	if (!is_length_of(s, m.size, from))
		return;
	def = value_def(s->run->fn, number_strip(s->run->fn, m.size));
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"‘%s’ writes one byte more than ‘%s’ counts and was asked for: "
		"the one that ends the string", name, instr_callee(s->run,
			def->op == OP_CALL ? def : thing_get(s->before,
				env_get(s->before, from))->born)));
}

static void note_copy(struct check_context *c, const struct step *s,
		      const char *name, vid to, vid from)
{
	const struct function *f = s->run->fn;
	const struct value *a = fn_value(f, value_strip_copies(f, to));
	const struct value *b = fn_value(f, value_strip_copies(f, from));
	struct bounds_demand *d;

	if (s->run->role || a->kind != VAL_PARAM || b->kind != VAL_PARAM
	    || bounds_asks_length(f))
		return;
	d = bounds_demand(c, s);
	d->is_copy = true;
	d->to = a->u.param;
	d->from = b->u.param;
	d->callee = name;
}

static void whole_string(struct check_context *c, const struct step *s)
{
	static const char *const copies[] = { "strcpy", "strcat", "stpcpy",
		"__builtin_strcpy", "__builtin_strcat", "__builtin_stpcpy",
		NULL };
	const char *name = step_callee(s);
	unsigned from = 2;
	const vid *args = s->instr->args;

	if (!strcmp(name, "sprintf") || !strcmp(name, "__builtin_sprintf"))
		from = string_argument(s, 2);
	else if (!name_in(name, copies))
		return;
	if (!from || from > s->instr->n_args)
		return;
	into_room(c, s, name, args[0], args[from - 1]);
	without_end(c, s, name, args[0], args[from - 1]);
	note_copy(c, s, name, args[0], args[from - 1]);
}


/* --------------------------------------------------------------- limits */

/* Calls that write as many units of UNIT bytes as argument SIZE says to
 * argument TO; PRINTS: no more than the format makes. */
static const struct limited {
	const char *name;
	unsigned to, size, unit;
	bool prints;
} limits[] = {
	{ "memcpy", 1, 3, 1, false }, { "memmove", 1, 3, 1, false },
	{ "memset", 1, 3, 1, false }, { "strncpy", 1, 3, 1, false },
	{ "snprintf", 1, 2, 1, true }, { "__builtin_snprintf", 1, 2, 1, true },
	{ "__builtin_memcpy", 1, 3, 1, false },
	{ "__builtin_memset", 1, 3, 1, false },
	{ "PyOS_snprintf", 1, 2, 1, true }, { "fgets", 1, 2, 1, false },
	{ "read", 2, 3, 1, false }, { "recv", 2, 3, 1, false },
	{ "PyUnicode_AsWideChar", 2, 3, 4, false },
	{ "PyUnicode_AsUCS4", 2, 3, 4, false },
	{ "wcsncpy", 1, 3, 4, false }, { "wmemcpy", 1, 3, 4, false },
	{ "pread", 2, 3, 1, false }, { "recvfrom", 2, 3, 1, false },
	{ "readlink", 2, 3, 1, false }, { "fread", 1, 3, 1, false },
};

/* fread (p, SIZE, N, f): as many bytes as the one that is 1 leaves to the
 * other. */
static unsigned fread_size(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct value *size = fn_value(f, value_strip_copies(f,
						s->instr->args[1]));
	const struct value *n = fn_value(f, value_strip_copies(f,
						s->instr->args[2]));

	return size->kind == VAL_INT && size->u.i == 1 ? 3
		: n->kind == VAL_INT && n->u.i == 1 ? 2 : 0;
}

static const struct limited *limited_call(const struct step *s)
{
	const char *name = step_callee(s);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(limits); i++)
		if (!strcmp(limits[i].name, name)
		    && s->instr->n_args >= limits[i].size)
			return strcmp(name, "fread") || fread_size(s) == 3
				? &limits[i] : NULL;
	return NULL;
}

/* A constant limit, or one that is too large wherever in its range. */
static bool limit_exceeds(const struct step *s, vid n, __int128 has,
			  int64_t *least)
{
	const struct value *v = fn_value(s->run->fn,
		value_strip_copies(s->run->fn, n));
	sid x = env_get(s->before, n);

	*least = v->kind == VAL_INT ? v->u.i
		: x ? sym_get(s->before, x)->lo : 0;
	return *least > has;
}

bool bounds_fits(const struct step *s, vid v, int64_t more, int64_t room)
{
	sid x = env_get(s->before, v);

	return x && (__int128) sym_get(s->before, x)->hi + more <= room;
}

/* strlen of a Python string counts as the length that it is. */
static bool is_text_length(const struct step *s, vid v)
{
	sid x = env_get(s->before, v);
	const struct expr *e = x ? &sym_get(s->before, x)->expr : NULL;

	return e && e->op == EXPR_CALL && !strcmp(e->fn, "strlen")
		&& is_python_text(s, e->a);
}

/* A helper that writes as much as its caller says. */
static void note_limit(struct check_context *c, const struct step *s,
		       const struct limited *l, const struct number *n,
		       int64_t room)
{
	struct bounds_demand *d = bounds_demand(c, s);

	d->is_limit = true;
	d->size = fn_value(n->f, n->origin)->u.param;
	d->room = room / l->unit;
	d->writer = l->name;
}

static void unbounded_length(struct check_context *c, const struct step *s,
			     const struct limited *l, int64_t room)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };
	int64_t more;
	vid v = bounds_without(n.f, s->instr->args[l->size - 1], &more);
	const char *name;

	if (l->prints || bounds_fits(s, v, more, room / l->unit))
		return;
	n.value = v;
	if (!is_text_length(s, v) && !number_find(&n, v))
		return;
	if (number_is_bounded(&n, 0))
		return;
	if (n.kind == NUMBER_PARAM) {
		note_limit(c, s, l, &n, room);
		return;
	}
	name = number_name(&n);
	if (!name)
		name = "the length";
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"‘%s’ writes as many bytes as ‘%s’ says, which comes from "
		"Python, into %lld bytes", l->name, name, (long long) room));
}

/* The size that was asked for, and more: malloc (n), memcpy (p, s, n + 1). */
static bool exceeds_size(const struct step *s, vid size, const struct made *m)
{
	const struct function *f = s->run->fn;
	const struct instr *def = value_def(f, number_strip(f, size));

	return m->size && m->unit == 1 && def && def->op == OP_ADD
		&& fn_value(f, def->b)->kind == VAL_INT
		&& fn_value(f, def->b)->u.i > m->extra
		&& bounds_same(f, def->a, m->size);
}

bool bounds_exceeded(struct check_context *c, const struct step *s, vid size,
		     int64_t has, int64_t *most)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };
	sid x = env_get(s->before, size);
	int64_t more;
	vid base = bounds_without(n.f, size, &more);

	*most = x ? sym_get(s->before, x)->hi : INT64_MAX;
	return *most > has && *most < INT32_MAX && *most - more < INT32_MAX
		&& number_find(&n, base)
		&& bounds_lets_through(&n, base, *most - more);
}

static void limited(struct check_context *c, const struct step *s)
{
	const struct limited *l = limited_call(s);
	vid to = l ? s->instr->args[l->to - 1] : 0;
	vid size = l ? s->instr->args[l->size - 1] : 0;
	sid dest = to ? env_get(s->before, to) : 0, text;
	struct addr a;
	struct made m;
	int64_t room, whole, least;
	unsigned arg;

	if (!dest)
		return;
	room = bounds_room(s, to, dest);
	if (room >= 0) {
		arg = l->prints ? string_argument(s, l->size + 1) : 0;
		text = arg ? env_get(s->before, s->instr->args[arg - 1]) : 0;
		if (l->prints && (!text || !is_python_text(s, text)))
			return;
		if (l->prints && bounds_is_unmeasured(s, text))
			map_set(&bounds_data(c)->printed,
				map_key_ptr(s->instr), (void *) s->instr);
		/* All members at once, from the first that is meant. */
		whole = bounds_room_struct(s, to, dest);
		if (limit_exceeds(s, size, whole / l->unit, &least))
			bounds_report(c, s, l->name, step_finding(c, s,
				s->before, NULL, "‘%s’ may write %lld bytes "
				"into %lld bytes", l->name,
				(long long) least * l->unit,
				(long long) room));
		else if (!l->prints && bounds_exceeded(c, s, size,
						       whole / l->unit, &least))
			bounds_report(c, s, l->name, step_finding(c, s,
				s->before, NULL, "‘%s’ can write %lld bytes "
				"into %lld bytes, by the test before",
				l->name, (long long) least * l->unit,
				(long long) room));
		else
			unbounded_length(c, s, l, room);
		return;
	}
	a = sym_get(s->before, dest)->addr;
	if (l->unit == 1 && !l->prints)
		bounds_unasked_write(c, s, l->name, to, size);
	if (l->unit != 1 || l->prints
	    || !bounds_made(s, a.kind == REGION_SYM ? a.id : dest, &m))
		return;
	if (a.kind == REGION_SYM && m.bytes >= 0)
		m.bytes -= a.offset;
	if (m.bytes >= 0
	    && limit_exceeds(s, size, (__int128) m.bytes + m.extra, &least))
		bounds_report(c, s, l->name, step_finding(c, s, s->before,
			NULL, "‘%s’ writes past the %lld bytes that were asked "
			"for", l->name, (long long) m.bytes));
	else if ((a.kind != REGION_SYM || a.offset >= 0)
		 && exceeds_size(s, size, &m))
		bounds_report(c, s, l->name, step_finding(c, s, s->before,
			NULL, "‘%s’ writes more than the size that was asked "
			"for", l->name));
	else if (m.bytes >= 0 && a.kind != REGION_SYM)
		unbounded_length(c, s, l, m.bytes + m.extra);
}

static void length_of_helper(struct check_context *c, const struct step *s,
			     const struct bounds_demand *d)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };
	int64_t more;
	vid v = bounds_without(n.f, s->instr->args[d->size], &more);
	const char *name;

	n.value = v;
	if (bounds_fits(s, v, more, d->room)
	    || (!is_text_length(s, v) && !number_find(&n, v))
	    || n.kind == NUMBER_PARAM || number_is_bounded(&n, 0))
		return;
	name = number_name(&n);
	if (!name)
		name = "the length";
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"‘%s’ writes as many bytes as ‘%s’ says, which comes from "
		"Python, into %lld bytes in ‘%s’", d->writer, name,
		(long long) d->room, step_callee(s)));
}

static void by_helper(struct check_context *c, const struct step *s)
{
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct bounds_demand *d = map_get(&bounds_data(c)->demands,
						map_key_ptr(t));

	if (!d)
		return;
	if (d->is_copy && d->to < s->instr->n_args
	    && d->from < s->instr->n_args)
		into_room(c, s, t->name, s->instr->args[d->to],
			  s->instr->args[d->from]);
	if (d->is_limit && d->size < s->instr->n_args)
		length_of_helper(c, s, d);
}

void bounds_copies(struct check_context *c, const struct step *s)
{
	if (!call_target(s->run->fn, s->instr))
		return;
	if (s->instr->n_args >= 2)
		whole_string(c, s);
	by_helper(c, s);
	limited(c, s);
	bounds_reads(c, s);
}
