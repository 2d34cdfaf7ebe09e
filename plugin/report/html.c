/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one HTML file that needs nothing else: a summary by check,
 * then the findings by file, each with its path.
 */
#include "report/internal.h"

#include <string.h>

static const char style_sheet[] =
	"body{font:15px/1.5 system-ui,sans-serif;color:#1c2330;"
	"background:#fff;max-width:60em;margin:2em auto;padding:0 1em}\n"
	"h1{font-size:1.5em}h2{font-size:1.1em;margin:2em 0 .5em;"
	"border-bottom:1px solid #d5dae3;font-family:ui-monospace,monospace}\n"
	"code,.place{font-family:ui-monospace,monospace;font-size:.92em}\n"
	"table{border-collapse:collapse}td,th{padding:.15em 1em .15em 0;"
	"text-align:left}td.n{text-align:right}\n"
	"article{border:1px solid #d5dae3;border-left:4px solid #b5541c;"
	"border-radius:4px;padding:.6em 1em;margin:.8em 0}\n"
	"article.weak{border-left-color:#9aa5b8}\n"
	".tag{color:#5b6678;font-size:.85em}.place{color:#5b6678}\n"
	".message{font-weight:600;margin:.2em 0}\n"
	"ol{margin:.4em 0;padding-left:1.6em}li.in1{margin-left:1.5em}"
	"li.in2{margin-left:3em}\n"
	".hint{background:#f1f6ee;padding:.3em .6em;border-radius:3px}\n"
	"details pre{white-space:pre-wrap;background:#f6f7f9;padding:.6em}\n";

/* S with what is special in HTML escaped, in attributes too. */
static void add_text(struct buf *out, const char *s)
{
	for (; s && *s; s++) {
		switch (*s) {
		case '&': buf_add(out, "&amp;"); break;
		case '<': buf_add(out, "&lt;"); break;
		case '>': buf_add(out, "&gt;"); break;
		case '"': buf_add(out, "&quot;"); break;
		case '\'': buf_add(out, "&#39;"); break;
		default: buf_addc(out, *s);
		}
	}
}

/* <TAG class="CLASS">S</TAG>; no class when it is NULL. */
static void add_element(struct buf *out, const char *tag, const char *class,
			const char *s)
{
	buf_addf(out, "<%s", tag);
	if (class)
		buf_addf(out, " class=\"%s\"", class);
	buf_addc(out, '>');
	add_text(out, s);
	buf_addf(out, "</%s>", tag);
}

static void add_place(struct buf *out, struct loc l)
{
	buf_add(out, "<span class=\"place\">");
	add_text(out, l.file);
	if (l.line)
		buf_addf(out, ":%u", l.line);
	if (l.line && l.column)
		buf_addf(out, ":%u", l.column);
	buf_add(out, "</span>");
}

static void add_events(struct buf *out, const struct finding *f)
{
	uint32_t i;

	buf_add(out, "<ol>\n");
	for (i = 0; i < f->n_events; i++) {
		const struct event *e = &f->events[i];

		buf_addf(out, "<li%s>", !e->depth ? ""
			 : e->depth == 1 ? " class=\"in1\""
			 : " class=\"in2\"");
		if (loc_known(e->loc))
			add_place(out, e->loc);
		buf_addc(out, ' ');
		if (e->depth && e->function) {
			buf_add(out, "in ");
			add_element(out, "code", NULL, e->function);
			buf_add(out, ": ");
		}
		add_text(out, e->text);
		buf_add(out, "</li>\n");
	}
	buf_add(out, "</ol>\n");
}

static void add_tags(struct buf *out, const struct finding *f)
{
	buf_add(out, "<span class=\"tag\">");
	buf_add(out, "<a href=\"#check-");
	add_text(out, f->rule->name);
	buf_add(out, "\">");
	add_text(out, f->rule->name);
	buf_add(out, "</a>");
	if (f->rule->cwe)
		buf_addf(out, " &middot; CWE-%u", f->rule->cwe);
	if (f->function) {
		buf_add(out, " &middot; in ");
		add_element(out, "code", NULL, f->function);
	}
	if (finding_caveat(f)) {
		buf_add(out, " &middot; ");
		add_text(out, finding_caveat(f));
	}
	buf_add(out, "</span>\n");
}

static void add_finding(struct buf *out, const struct finding *f)
{
	uint32_t i;

	buf_addf(out, "<article%s>\n", finding_caveat(f)
		 ? " class=\"weak\"" : "");
	add_place(out, f->loc);
	buf_addc(out, '\n');
	add_element(out, "div", "message", f->message);
	buf_addc(out, '\n');
	add_tags(out, f);
	if (f->n_events)
		add_events(out, f);
	for (i = 0; i < f->n_places; i++) {
		buf_add(out, "<div>the same defect: ");
		add_place(out, f->places[i]);
		buf_add(out, "</div>\n");
	}
	if (f->hint)
		add_element(out, "div", "hint", f->hint);
	buf_add(out, "</article>\n");
}

static uint32_t count_rule(const struct report *r, const struct rule *rule)
{
	uint32_t i, n = 0;

	for (i = 0; i < r->list.n; i++)
		n += r->list.v[i].f.rule == rule;
	return n;
}

static void add_checks(struct buf *out, const struct report *r)
{
	uint32_t i, n;

	buf_add(out, "<table>\n");
	for (i = 0; i < r->rules.n; i++) {
		n = count_rule(r, r->rules.v[i]);
		if (!n)
			continue;
		buf_addf(out, "<tr><td class=\"n\">%u</td><td>", n);
		add_text(out, r->rules.v[i]->name);
		buf_add(out, "</td><td>");
		add_text(out, r->rules.v[i]->summary);
		buf_add(out, "</td></tr>\n");
	}
	buf_add(out, "</table>\n");
}

static void add_counts(struct buf *out, const struct report_counts *counts)
{
	buf_add(out, "<h2>What was analyzed</h2>\n<table>\n");
#define COUNT(id, what) \
	buf_addf(out, "<tr><td class=\"n\">%llu</td><td>%s</td></tr>\n", \
		 (unsigned long long) counts->id, what);
	REPORT_COUNTS (COUNT)
#undef COUNT
	buf_add(out, "</table>\n");
}

static void add_pages(struct buf *out, const struct report *r,
		      const struct report_page *pages)
{
	const char *page;
	uint32_t i;

	buf_add(out, "<h2>The checks</h2>\n");
	for (i = 0; i < r->rules.n; i++) {
		const struct rule *rule = r->rules.v[i];

		buf_add(out, "<details id=\"check-");
		add_text(out, rule->name);
		buf_add(out, "\"><summary>");
		add_text(out, rule->name);
		buf_add(out, ": ");
		add_text(out, rule->summary);
		buf_add(out, "</summary>\n");
		page = report_page_find(pages, rule->name);
		if (page)
			add_element(out, "pre", NULL, page);
		buf_add(out, "</details>\n");
	}
}

void report_html(const struct report *r, const struct report_style *style,
		 struct buf *out)
{
	struct buf summary = { 0 };
	const char *file = NULL;
	uint32_t i;

	report_summary(r, &summary);
	buf_add(out, "<!DOCTYPE html>\n<html lang=\"en\"><head>"
		"<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		"content=\"width=device-width\">\n"
		"<title>pyrefcheck report</title>\n<style>\n");
	buf_add(out, style_sheet);
	buf_add(out, "</style></head><body>\n<h1>pyrefcheck report</h1>\n");
	add_element(out, "p", NULL, buf_str(&summary));
	add_checks(out, r);
	for (i = 0; i < r->list.n; i++) {
		const struct finding *f = &r->list.v[i].f;

		if (!file || strcmp(file, f->loc.file))
			add_element(out, "h2", NULL, f->loc.file);
		file = f->loc.file;
		add_finding(out, f);
	}
	add_pages(out, r, style->pages);
	add_counts(out, &r->counts);
	buf_add(out, "<p class=\"tag\">pyrefcheck ");
	add_text(out, style->version);
	buf_add(out, "</p>\n</body></html>\n");
	buf_release(&summary);
}
