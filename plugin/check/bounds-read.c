/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer-overflow: bytes that a call reads. */
#include "check/bounds.h"

#include <string.h>

/* Calls that read as many bytes as argument SIZE says from argument FROM;
 * COPIES: to the first, whose room is judged elsewhere. */
static const struct reader {
	const char *name;
	unsigned from, size;
	bool copies;
} readers[] = {
	{ "PyBytes_FromStringAndSize", 1, 2, false },
	{ "PyByteArray_FromStringAndSize", 1, 2, false },
	{ "PyUnicode_FromStringAndSize", 1, 2, false },
	{ "PyUnicode_DecodeUTF8", 1, 2, false },
	{ "PyUnicode_DecodeASCII", 1, 2, false },
	{ "PyUnicode_DecodeLatin1", 1, 2, false },
	{ "PyUnicode_Decode", 1, 2, false },
	{ "write", 2, 3, false }, { "send", 2, 3, false },
	{ "memcpy", 2, 3, true }, { "memmove", 2, 3, true },
	{ "__builtin_memcpy", 2, 3, true },
};

static const struct reader *reading_call(const struct step *s)
{
	const char *name = step_callee(s);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(readers); i++)
		if (!strcmp(name, readers[i].name)
		    && s->instr->n_args >= readers[i].size)
			return &readers[i];
	return NULL;
}

/* snprintf answers how long the text would be, not how much of it there was
 * room for.  doc: snprintf(3). */
static void printed_length(struct check_context *c, const struct step *s,
			   const struct reader *r)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn };
	const struct instr *def;

	n.value = n.origin = number_strip(n.f, s->instr->args[r->size - 1]);
	def = value_def(n.f, n.value);
	if (!def || !map_has(&bounds_data(c)->printed, map_key_ptr(def))
	    || value_strip_copies(n.f, def->args[0])
	       != value_strip_copies(n.f, s->instr->args[r->from - 1])
	    || number_is_bounded(&n, 0))
		return;
	bounds_report(c, s, r->name, step_finding(c, s, s->before, NULL,
		"‘%s’ reads as many bytes as ‘%s’ would have written, which "
		"may be more than there are", r->name,
		instr_callee(s->run, def)));
}

/* A bytearray that Python code got is as long as it was made, or as that
 * likes: who reads has to ask. */
static bool is_of_bytearray(const struct step *s, sid x, struct made *m)
{
	const struct thing *t = thing_get(s->before, x);
	const struct instr *by;

	t = t && t->birth == BIRTH_BORROW && t->lender
		? thing_get(s->before, t->lender) : NULL;
	by = t && t->birth == BIRTH_NEW ? t->born : NULL;
	if (!by || by->op != OP_CALL || by->n_args < 2
	    || !callee_is(s->run, by, "PyByteArray_FromStringAndSize"))
		return false;
	*m = (struct made) { .bytes = -1, .unit = 1, .size = by->args[1] };
	return true;
}

/* How many bytes there are from argument V on, X; -1: M.size says. */
static bool there_are(const struct step *s, vid v, sid x, struct made *m)
{
	struct addr a = sym_get(s->before, x)->addr;

	*m = (struct made) { .bytes = bounds_room_struct(s, v, x) };
	if (m->bytes >= 0)
		return true;
	/* What lies before it may be negative. */
	return a.kind != REGION_SYM
		&& ((bounds_made(s, x, m) && (m->bytes >= 0 || m->unit == 1))
		    || is_of_bytearray(s, x, m));
}

static void past_the_end(struct check_context *c, const struct step *s,
			 const struct reader *r)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };
	vid from = s->instr->args[r->from - 1];
	vid size = s->instr->args[r->size - 1], v;
	sid x = env_get(s->before, from);
	int64_t more, most;
	const char *name;
	struct made m;

	v = bounds_without(n.f, size, &more);
	if (!x || sym_is_null(s->before, x) || !there_are(s, from, x, &m)
	    || (m.bytes >= 0 && bounds_fits(s, v, more, m.bytes + m.extra)))
		return;
	if (m.bytes >= 0
	    && bounds_exceeded(c, s, size, m.bytes + m.extra, &most)) {
		bounds_report(c, s, r->name, step_finding(c, s, s->before, NULL,
			"‘%s’ can read %lld bytes of %lld, by the test before",
			r->name, (long long) most, (long long) m.bytes));
		return;
	}
	n.value = v;
	if (!number_find(&n, v) || n.kind != NUMBER_ANY
	    || number_is_bounded(&n, 0)
	    || (m.size && (bounds_same(n.f, v, m.size)
			   || number_is_in(&n, m.size))))
		return;
	name = number_name(&n);
	if (!name)
		name = "the length";
	if (m.bytes >= 0)
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ reads as many bytes as ‘%s’ says, which comes "
			"from Python, from %lld bytes", r->name, name,
			(long long) m.bytes));
	else
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ reads as many bytes as ‘%s’ says, which comes "
			"from Python; nothing compares it with how many there "
			"are", r->name, name));
}

void bounds_reads(struct check_context *c, const struct step *s)
{
	const struct reader *r = reading_call(s);
	vid to = r && r->copies ? s->instr->args[0] : 0;
	sid x = to ? env_get(s->before, to) : 0;

	if (!r)
		return;
	if (!r->copies)
		printed_length(c, s, r);
	if (bounds_unasked_read(c, s, r->name, s->instr->args[r->from - 1],
				s->instr->args[r->size - 1]))
		return;
	/* One report where the copy is too large for both. */
	if (!x || bounds_room(s, to, x) < 0)
		past_the_end(c, s, r);
}
