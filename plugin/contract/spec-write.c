/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contracts as a JSON spec: what spec.c reads back as the same contracts.
 * An outcome is a line, so that people and `diff' can read the files.
 */
#include "contract/contract.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* S as a JSON string.  What is no UTF-8 (a file's name can be so) gets '?'
 * for each odd byte. */
static void add_string(struct buf *out, const char *s)
{
	json_t *probe = json_string(s);
	bool is_utf8 = probe != NULL;

	json_decref(probe);
	buf_addc(out, '"');
	for (; *s; s++) {
		unsigned char ch = (unsigned char) *s;

		if (ch == '"' || ch == '\\')
			buf_addf(out, "\\%c", ch);
		else if (ch < 0x20)
			buf_addf(out, "\\u%04x", ch);
		else
			buf_addc(out, ch >= 0x80 && !is_utf8 ? '?' : *s);
	}
	buf_addc(out, '"');
}

static void add_operand(struct buf *out, int who)
{
	if (who > 0)
		buf_addf(out, "%d", who);
	else
		buf_addf(out, "\"%s\"", who_word(who) ? who_word(who)
			 : "unknown");
}

static void add_kinds(struct buf *out, uint32_t kinds)
{
	unsigned bit;
	bool first = true;

	if (kinds == RAISE_ANY) {
		buf_add(out, "\"any\"");
		return;
	}
	buf_addc(out, '[');
	for (bit = 0; bit < N_RAISE_BITS; bit++) {
		if (!(kinds & 1u << bit))
			continue;
		buf_addf(out, "%s\"%s\"", first ? "" : ", ", raise_name(bit));
		first = false;
	}
	buf_addc(out, ']');
}

static void add_effect(struct buf *out, const struct effect *e)
{
	const struct effect written = { .op = EFF_WRITES, .a = e->a,
		.offset = e->kinds };
	enum effect_shape shape = effect_shape((enum effect_op) e->op);
	const char *word = effect_word((enum effect_op) e->op);

	if (shape == SHAPE_NONE) {
		buf_addf(out, "\"%s\"", word);
		return;
	}
	/* A file has no word for the number in a member. */
	if (e->op == EFF_OUT_IS && e->kinds) {
		add_effect(out, &written);
		return;
	}
	buf_addf(out, "{\"%s\": ", word);
	if (shape == SHAPE_KINDS) {
		add_kinds(out, e->kinds);
	} else if (shape == SHAPE_A) {
		add_operand(out, e->a);
	} else {
		buf_addc(out, '[');
		add_operand(out, e->a);
		buf_add(out, ", ");
		if (shape == SHAPE_FAMILY)
			add_string(out, family_id((enum family) e->b));
		else
			add_operand(out, e->b);
		buf_addc(out, ']');
	}
	if (e->offset)
		buf_addf(out, ", \"offset\": %lld", (long long) e->offset);
	buf_addc(out, '}');
}

static void add_pred(struct buf *out, const struct contract *c,
		     struct pred p)
{
	struct buf word = { 0 };

	pred_print(p, (enum arg_class) c->ret, &word);
	if (strspn(buf_str(&word), "-0123456789") == word.len)
		buf_add(out, buf_str(&word));
	else
		buf_addf(out, "\"%s\"", buf_str(&word));
	buf_release(&word);
}

static void add_loc(struct buf *out, const struct loc *loc)
{
	if (!loc->file || !loc_known(*loc))
		return;
	buf_add(out, ",\n\t\t\t  \"at\": {\"file\": ");
	add_string(out, loc->file);
	buf_addf(out, ", \"line\": %lu, \"column\": %lu}",
		 (unsigned long) loc->line, (unsigned long) loc->column);
}

static void add_outcome(struct buf *out, const struct contract *c,
			const struct outcome *o)
{
	const struct effect *e;

	buf_addf(out, "\t\t\t{ \"when\": \"%s\"",
		 likelihood_word(o->likelihood));
	if (o->pred.lo != INT64_MIN || o->pred.hi != INT64_MAX
	    || o->pred.nonzero) {
		buf_add(out, ", \"result\": ");
		add_pred(out, c, o->pred);
	}
	buf_add(out, ", \"effects\": [");
	for (e = o->effects; e->op != EFF_END; e++) {
		if (e != o->effects)
			buf_add(out, ", ");
		add_effect(out, e);
	}
	buf_addc(out, ']');
	add_loc(out, &o->loc);
	if (o->function) {
		buf_add(out, ",\n\t\t\t  \"function\": ");
		add_string(out, o->function);
	}
	buf_add(out, " }");
}

static void add_text(struct buf *out, const char *key, const char *value)
{
	if (!value)
		return;
	buf_addf(out, "\t\t\"%s\": ", key);
	add_string(out, value);
	buf_add(out, ",\n");
}

static void add_version(struct buf *out, const char *key, pyversion v)
{
	if (v)
		buf_addf(out, "\t\t\"%s\": \"%d.%d\",\n", key, v >> 8,
			 v & 0xff);
}

static void add_flags(struct buf *out, const struct contract *c)
{
	unsigned bit;
	bool first = true;

	if (!c->flags)
		return;
	buf_add(out, "\t\t\"flags\": [");
	for (bit = 0; bit < N_CONTRACT_FLAGS; bit++) {
		if (!(c->flags & 1u << bit))
			continue;
		buf_addf(out, "%s\"%s\"", first ? "" : ", ", flag_word(bit));
		first = false;
	}
	buf_add(out, "],\n");
}

static void add_format(struct buf *out, const struct contract *c)
{
	if (c->format)
		buf_addf(out, "\t\t\"format\": {\"grammar\": \"%s\", "
			 "\"argument\": %d},\n",
			 format_kind_word((enum format_kind) c->format),
			 c->format_arg);
	if (c->va_first)
		buf_addf(out, "\t\t\"varargs\": %d,\n", c->va_first);
}

static void add_contract(struct buf *out, const struct contract *c)
{
	unsigned i;

	buf_add(out, "\t");
	add_string(out, c->name);
	buf_add(out, ": {\n");
	add_text(out, "fact", c->fact);
	buf_add(out, "\t\t\"parameters\": [");
	for (i = 0; i < c->n_params; i++)
		buf_addf(out, "%s\"%s\"", i ? ", " : "",
			 arg_class_word((enum arg_class) c->params[i]));
	buf_addf(out, "],\n\t\t\"result\": \"%s\",\n",
		 arg_class_word((enum arg_class) c->ret));
	add_flags(out, c);
	add_format(out, c);
	add_text(out, "type", c->type);
	add_version(out, "since", c->since);
	add_version(out, "until", c->until);
	add_version(out, "deprecated", c->deprecated);
	add_version(out, "limited-since", c->limited_since);
	add_text(out, "replacement", c->replacement);
	buf_add(out, "\t\t\"outcomes\": [\n");
	for (i = 0; i < c->n_outcomes; i++) {
		add_outcome(out, c, &c->outcomes[i]);
		buf_add(out, i + 1u < c->n_outcomes ? ",\n" : "\n");
	}
	buf_add(out, "\t\t]\n\t}");
}

static int by_name(const void *a, const void *b)
{
	const struct contract *const *c = a, *const *d = b;

	return strcmp((*c)->name, (*d)->name);
}

void specs_print(const struct contract *const *contracts, unsigned n,
		 struct buf *out)
{
	const struct contract **sorted = NULL;
	unsigned i, done = 0;

	if (n) {
		sorted = prc_malloc(n * sizeof(*sorted));
		memcpy(sorted, contracts, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), by_name);
	}
	buf_add(out, "{\n\"pyrefcheck\": 1,\n\"functions\": {");
	for (i = 0; i < n; i++) {
		/* A second of the same name would make the file no spec. */
		if (done && !strcmp(sorted[i]->name, sorted[i - 1]->name))
			continue;
		buf_add(out, done++ ? ",\n" : "\n");
		add_contract(out, sorted[i]);
	}
	buf_add(out, done ? "\n}\n}\n" : "}\n}\n");
	prc_free(sorted);
}

/* ---------------------------------------------------------------- files */

static bool write_all(int fd, const char *s, size_t len)
{
	while (len) {
		ssize_t n = write(fd, s, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		s += n;
		len -= (size_t) n;
	}
	return true;
}

/* A new file beside FILE; its name goes to TEMP.  Not mkstemp: the file is
 * to have the permissions that the user's umask wants. */
static int open_beside(const char *file, struct buf *temp)
{
	unsigned i;
	int fd;

	for (i = 0; i < 100; i++) {
		buf_clear(temp);
		buf_addf(temp, "%s.%ld-%u.tmp", file, (long) getpid(), i);
		fd = open(temp->s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			  0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Whoever reads FILE at the same time sees the old or the new text: compilers
 * of one build write into one directory. */
static bool write_whole(const char *file, const struct buf *text)
{
	struct buf temp = { 0 };
	int fd = open_beside(file, &temp), error;
	bool good;

	if (fd < 0) {
		error = errno;
		buf_release(&temp);
		errno = error;
		return false;
	}
	good = write_all(fd, buf_str(text), text->len);
	error = errno;
	if (close(fd) && good) {
		good = false;
		error = errno;
	}
	if (good && rename(temp.s, file)) {
		good = false;
		error = errno;
	}
	if (!good)
		unlink(temp.s);
	buf_release(&temp);
	errno = error;
	return good;
}

bool specs_write(const char *file, const struct contract *const *contracts,
		 unsigned n, struct buf *error)
{
	struct buf text = { 0 };
	bool good;

	specs_print(contracts, n, &text);
	good = write_whole(file, &text);
	if (!good)
		buf_addf(error, "%s: cannot write: %s\n", file,
			 strerror(errno));
	buf_release(&text);
	return good;
}
