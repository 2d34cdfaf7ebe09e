/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of one unit: collecting, merging, ordering, their stable keys. */
#include "finding/finding.h"

#include <stdlib.h>
#include <string.h>

struct finding *finding_new(struct findings *fs, const struct rule *rule,
			    struct loc loc)
{
	struct finding *f = ARENA_NEW(&fs->arena, struct finding);

	f->rule = rule;
	f->loc = loc;
	return f;
}

/* The array has room for the next power of two of n_events. */
void finding_event(struct findings *fs, struct finding *f, struct event e)
{
	uint32_t n = f->n_events;

	if (!(n & (n - 1))) {
		struct event *grown = ARENA_ARRAY(&fs->arena, struct event,
						  n ? n * 2 : 1);

		if (n)
			memcpy(grown, f->events, sizeof(e) * n);
		f->events = grown;
	}
	f->events[f->n_events++] = e;
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_defect(const struct finding *a, const struct finding *b)
{
	int c = loc_compare(a->loc, b->loc);

	if (!c)
		c = strcmp(a->rule->name, b->rule->name);
	if (!c)
		c = compare_text(a->subject, b->subject);
	return c;
}

/* Is A the better account of the defect that both tell? */
static bool is_better(const struct finding *a, const struct finding *b)
{
	if (a->memory_only != b->memory_only)
		return !a->memory_only;
	if (a->origin != b->origin)
		return a->origin < b->origin;
	return a->n_events < b->n_events;
}

bool findings_add(struct findings *fs, struct finding *f)
{
	uint32_t i;

	for (i = 0; i < fs->list.n; i++) {
		if (compare_defect(fs->list.v[i], f))
			continue;
		fs->merged++;
		if (is_better(f, fs->list.v[i]))
			fs->list.v[i] = f;
		return false;
	}
	vec_push(&fs->list, f);
	return true;
}

static int compare_for_sort(const void *pa, const void *pb)
{
	const struct finding *a = *(struct finding *const *) pa;
	const struct finding *b = *(struct finding *const *) pb;
	int c = compare_defect(a, b);

	return c ? c : compare_text(a->message, b->message);
}

void findings_sort(struct findings *fs)
{
	if (fs->list.n)
		qsort(fs->list.v, fs->list.n, sizeof(*fs->list.v),
		      compare_for_sort);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same_defect_family(const struct finding *a,
			       const struct finding *b)
{
	return a->rule == b->rule && same_text(a->function, b->function)
		&& same_text(a->subject, b->subject)
		&& a->memory_only == b->memory_only;
}

#define OPENING "\xe2\x80\x98"
#define CLOSING "\xe2\x80\x99"

/* Is FUNCTION made for the function NAME of the user's: _wrap_open for
 * open? */
static bool is_made_for(const char *function, const char *name)
{
	size_t n = strlen(function), m = strlen(name);

	return m && n > m && !strcmp(function + n - m, name);
}

/* Is the name that *S points behind the opening quote of a generator's
 * making, or what it made FUNCTION for?  Then *S goes behind it. */
static bool skip_generated(const char **s, const char *function,
			   bool (*from_template)(const char *name))
{
	const char *end = strstr(*s, CLOSING);
	char name[128];
	size_t n = end ? (size_t) (end - *s) : sizeof(name);

	if (n >= sizeof(name))
		return false;
	memcpy(name, *s, n);
	name[n] = 0;
	if (!from_template(name) && !is_made_for(function, name))
		return false;
	*s = end;
	return true;
}

/* Do both say the same, whatever the numbers and the generated names are
 * (__pyx_t_3 and __pyx_t_5, arg1 and arg2)? */
static bool same_words(const struct finding *f, const struct finding *g,
		       bool (*from_template)(const char *name))
{
	const char *a = f->message, *b = g->message;

	while (*a && *b) {
		const char *x, *y;

		while (*a >= '0' && *a <= '9')
			a++;
		while (*b >= '0' && *b <= '9')
			b++;
		if (*a != *b)
			return false;
		if (!*a)
			break;
		a++;
		b++;
		if (strncmp(a - 1, OPENING, 3) || strncmp(b - 1, OPENING, 3))
			continue;
		x = a += 2;
		y = b += 2;
		if (skip_generated(&x, f->function, from_template)
		    && skip_generated(&y, g->function, from_template)) {
			a = x;
			b = y;
		}
	}
	return !*a && !*b;
}

/* Did one template make both? */
static bool same_template(const struct finding *a, const struct finding *b,
			  bool (*from_template)(const char *name))
{
	return from_template && a->rule == b->rule
		&& a->memory_only == b->memory_only
		&& a->function && b->function
		&& from_template(a->function) && from_template(b->function)
		&& same_words(a, b, from_template);
}

static void add_place(struct findings *fs, struct finding *f, struct loc loc)
{
	struct loc *p = ARENA_ARRAY(&fs->arena, struct loc, f->n_places + 1);

	if (f->n_places)
		memcpy(p, f->places, f->n_places * sizeof(*p));
	p[f->n_places] = loc;
	f->places = p;
	f->n_places++;
}

/* Moves what is one defect with finding I to its places: more than FEW alike in
 * one function, and all that one template made. */
static void gather(struct findings *fs, uint32_t i, uint32_t few, bool *gone,
		   bool (*from_template)(const char *name))
{
	struct finding *f = fs->list.v[i];
	uint32_t j, n = 1;

	for (j = i + 1; j < fs->list.n && f->subject; j++)
		n += !gone[j] && same_defect_family(f, fs->list.v[j]);
	for (j = i + 1; j < fs->list.n; j++) {
		struct finding *g = fs->list.v[j];

		/* What stands outside functions is of different tables. */
		if (gone[j] || !((n > few && f->subject && f->function
				  && same_defect_family(f, g))
				 || same_template(f, g, from_template)))
			continue;
		add_place(fs, f, g->loc);
		gone[j] = true;
		fs->merged++;
	}
}

void findings_group(struct findings *fs, uint32_t many,
		    bool (*from_template)(const char *name))
{
	bool *gone = arena_alloc(&fs->arena, fs->list.n + 1);
	uint32_t i, out = 0;

	for (i = 0; i < fs->list.n; i++)
		if (!gone[i])
			gather(fs, i, many, gone, from_template);
	for (i = 0; i < fs->list.n; i++)
		if (!gone[i])
			fs->list.v[out++] = fs->list.v[i];
	fs->list.n = out;
}

void findings_release(struct findings *fs)
{
	vec_release(&fs->list);
	arena_release(&fs->arena);
	*fs = (struct findings) { 0 };
}

/* A part of the key; what would end it or the line is escaped. */
static void add_key_part(struct buf *out, const char *s)
{
	for (; s && *s; s++) {
		if (*s == '\n') {
			buf_add(out, "\\n");
			continue;
		}
		if (*s == '|' || *s == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *s);
	}
	buf_addc(out, '|');
}

void finding_key(const struct finding *f, uint32_t function_line,
		 struct buf *out)
{
	add_key_part(out, f->rule->name);
	add_key_part(out, f->function);
	add_key_part(out, f->subject);
	buf_addf(out, "%+ld", (long) f->loc.line - (long) function_line);
}
