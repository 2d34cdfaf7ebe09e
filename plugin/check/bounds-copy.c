/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer-overflow: bytes that a call copies or writes. */
#include "check/bounds.h"

#include <limits.h>
#include <string.h>

/* ------------------------------------------------------- Python strings */

/* Bytes that Python made, as many as it likes. */
static bool is_python_text(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	return t && t->birth == BIRTH_BORROW && !t->family
		&& t->born && t->born->op == OP_CALL
		&& !sym_get(s->before, x)->is_object
		&& sym_get(s->before, x)->addr.kind == REGION_NONE;
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
	return !by || by->op != OP_CALL
		|| callee_is(s->run, by, "PyUnicode_AsUTF8AndSize")
		|| callee_is(s->run, by, "PyBytes_AsStringAndSize");
}

/* Does F ask for any length with a call that the state cannot remember? */
static bool function_asks_length(const struct function *f)
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

			if (t && name_in(t->name, names))
				return true;
		}
	return false;
}

static bool is_unmeasured(const struct step *s, sid x)
{
	return is_python_text(s, x) && !length_was_asked(s, x)
		&& !function_asks_length(s->run->fn);
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

	if (room < 0 || !x || !is_unmeasured(s, x))
		return;
	what = run_sym_name(s->run, s->before, x, from);
	bounds_report(c, s, what, step_finding(c, s, s->before, NULL,
		"‘%s’ copies ‘%s’, a Python string of any length, into %lld "
		"bytes", name, what, (long long) room));
}

/* malloc (strlen (s)): no room for what ends it. */
static void without_end(struct check_context *c, const struct step *s,
			const char *name, vid to, vid from)
{
	const struct function *f = s->run->fn;
	sid dest = env_get(s->before, to);
	const struct instr *def;
	struct made m;

	if (!dest || !bounds_made(s, dest, &m) || !m.size || m.extra)
		return;
	def = value_def(f, number_strip(f, m.size));
	if (def && def->op == OP_CALL && def->n_args == 1
	    && callee_is(s->run, def, "strlen")
	    && bounds_same(f, def->args[0], from))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ writes one byte more than ‘strlen’ counts and "
			"was asked for: the one that ends the string", name));
}

static void note_copy(struct check_context *c, const struct step *s,
		      const char *name, vid to, vid from)
{
	const struct function *f = s->run->fn;
	const struct value *a = fn_value(f, value_strip_copies(f, to));
	const struct value *b = fn_value(f, value_strip_copies(f, from));
	struct bounds_demand *d;

	if (s->run->role || a->kind != VAL_PARAM || b->kind != VAL_PARAM
	    || function_asks_length(f))
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

static void by_helper(struct check_context *c, const struct step *s)
{
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct bounds_demand *d = map_get(&bounds_data(c)->demands,
						map_key_ptr(t));

	if (d && d->is_copy && d->to < s->instr->n_args
	    && d->from < s->instr->n_args)
		into_room(c, s, t->name, s->instr->args[d->to],
			  s->instr->args[d->from]);
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
};

static const struct limited *limited_call(const struct step *s)
{
	const char *name = step_callee(s);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(limits); i++)
		if (!strcmp(limits[i].name, name)
		    && s->instr->n_args >= limits[i].size)
			return &limits[i];
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

/* The bytes of V less a constant: n + 1 is as unbounded as n. */
static vid without_constant(const struct function *f, vid v)
{
	const struct instr *def = value_def(f, number_strip(f, v));

	return def && def->op == OP_ADD
		&& fn_value(f, def->b)->kind == VAL_INT
		? number_strip(f, def->a) : number_strip(f, v);
}

/* strlen of a Python string counts as the length that it is. */
static bool is_text_length(const struct step *s, vid v)
{
	sid x = env_get(s->before, v);
	const struct expr *e = x ? &sym_get(s->before, x)->expr : NULL;

	return e && e->op == EXPR_CALL && !strcmp(e->fn, "strlen")
		&& is_python_text(s, e->a);
}

static void unbounded_length(struct check_context *c, const struct step *s,
			     const struct limited *l, int64_t room)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };
	vid v = without_constant(n.f, s->instr->args[l->size - 1]);
	sid x = env_get(s->before, v);
	const char *name;

	if (l->prints || (x && sym_get(s->before, x)->hi <= room / l->unit))
		return;
	n.value = v;
	if (!is_text_length(s, v)
	    && (!number_find(&n, v) || n.kind == NUMBER_PARAM))
		return;
	if (number_is_bounded(&n, 0))
		return;
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

	return m->size && def && def->op == OP_ADD
		&& fn_value(f, def->b)->kind == VAL_INT
		&& fn_value(f, def->b)->u.i > m->extra
		&& bounds_same(f, def->a, m->size);
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
		/* All members at once, from the first that is meant. */
		whole = bounds_room_struct(s, to, dest);
		if (limit_exceeds(s, size, whole / l->unit, &least))
			bounds_report(c, s, l->name, step_finding(c, s,
				s->before, NULL, "‘%s’ may write %lld bytes "
				"into %lld bytes", l->name,
				(long long) least * l->unit,
				(long long) room));
		else
			unbounded_length(c, s, l, room);
		return;
	}
	a = sym_get(s->before, dest)->addr;
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
}

void bounds_copies(struct check_context *c, const struct step *s)
{
	if (!call_target(s->run->fn, s->instr))
		return;
	if (s->instr->n_args >= 2)
		whole_string(c, s);
	by_helper(c, s);
	limited(c, s);
}
