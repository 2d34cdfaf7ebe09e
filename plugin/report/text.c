/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report for people, in the compiler's manner. */
#include "report/internal.h"

struct colors { const char *place, *warning, *note, *path, *end; };

static const struct colors plain = { "", "", "", "", "" };
static const struct colors colored = {
	"\033[1m", "\033[1;35m", "\033[1;36m", "\033[36m", "\033[0m",
};

static void add_place(const struct colors *c, struct loc l, struct buf *out)
{
	buf_addf(out, "%s%s:", c->place, l.file ? l.file : "");
	if (l.line)
		buf_addf(out, "%u:", l.line);
	if (l.line && l.column)
		buf_addf(out, "%u:", l.column);
	buf_addf(out, "%s ", c->end);
}

static void add_events(const struct colors *c, const struct finding *f,
		       struct buf *out)
{
	uint32_t i;
	unsigned d;

	for (i = 0; i < f->n_events; i++) {
		const struct event *e = &f->events[i];

		buf_add(out, "    ");
		for (d = 0; d < e->depth; d++)
			buf_add(out, "  ");
		buf_addf(out, "%s(%u)%s ", c->path, i + 1, c->end);
		if (loc_known(e->loc))
			buf_addf(out, "%s:%u: ", e->loc.file, e->loc.line);
		if (e->depth && e->function)
			buf_addf(out, "in '%s': ", e->function);
		buf_addf(out, "%s\n", e->text);
	}
}

static void add_finding(const struct colors *c, const struct finding *f,
			struct buf *out)
{
	const char *caveat = finding_caveat(f);
	uint32_t i;

	add_place(c, f->loc, out);
	buf_addf(out, "%swarning:%s %s", c->warning, c->end, f->message);
	if (f->rule->cwe)
		buf_addf(out, " [CWE-%u]", f->rule->cwe);
	buf_addf(out, " [%s-Wpyrefcheck-%s%s]\n", c->warning, f->rule->name,
		 c->end);
	if (f->function)
		buf_addf(out, "  in function '%s'\n", f->function);
	if (caveat)
		buf_addf(out, "  %s\n", caveat);
	add_events(c, f, out);
	for (i = 0; i < f->n_places; i++) {
		add_place(c, f->places[i], out);
		buf_addf(out, "%snote:%s the same defect\n", c->note, c->end);
	}
	if (f->hint) {
		add_place(c, loc_known(f->hint_loc) ? f->hint_loc : f->loc,
			  out);
		buf_addf(out, "%snote:%s %s\n", c->note, c->end, f->hint);
	}
}

void report_text(const struct report *r, const struct report_style *style,
		 struct buf *out)
{
	uint32_t i;

	for (i = 0; i < r->list.n; i++) {
		add_finding(style->colors ? &colored : &plain,
			    &r->list.v[i].f, out);
		buf_addc(out, '\n');
	}
	report_summary(r, out);
}
