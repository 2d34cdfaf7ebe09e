/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contracts from JSON specs: the user's, and other units' summaries.  A
 * function that has an error is left out; the others are used.
 */
#include "contract/spec-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct spec_entry {
	const char *name;
	/* NULL when there were two summaries that differ. */
	const struct contract *contract;
};

static const char *format_vocabulary(unsigned i)
{
	return format_kind_word((enum format_kind) i);
}

/* ----------------------------------------------------------- functions */

static void key_result(struct reader *r, json_t *v, void *out)
{
	struct contract *c = out;

	c->ret = (uint8_t) read_class(r, v, true);
}

static void key_parameters(struct reader *r, json_t *v, void *out)
{
	struct contract *c = out;
	uint8_t *params;
	size_t i, n;

	if (!reader_expect(r, v, JSON_ARRAY))
		return;
	n = json_array_size(v);
	if (n > SPEC_MAX_PARAMETERS) {
		reader_fail(r, "%zu parameters; %d are the limit", n,
			    SPEC_MAX_PARAMETERS);
		return;
	}
	params = ARENA_ARRAY(r->arena, uint8_t, n + 1);
	for (i = 0; i < n; i++) {
		reader_enter(r, NULL, i);
		params[i] = (uint8_t) read_class(r, json_array_get(v, i),
						 false);
		reader_leave(r);
	}
	c->params = params;
	c->n_params = (uint8_t) n;
}

static const char *flag_vocabulary(unsigned i)
{
	return flag_word(i);
}

static void key_flags(struct reader *r, json_t *v, void *out)
{
	struct contract *c = out;
	size_t i;

	if (!reader_expect(r, v, JSON_ARRAY))
		return;
	for (i = 0; i < json_array_size(v); i++) {
		const char *s;
		int bit;

		reader_enter(r, NULL, i);
		s = read_string(r, json_array_get(v, i));
		bit = s ? flag_from_word(s) : 0;
		if (bit < 0)
			reader_fail(r, "'%s' is no flag: %s", s,
				    reader_advice(r, s, flag_vocabulary));
		else if (s)
			c->flags |= 1u << bit;
		reader_leave(r);
	}
}

static void key_since(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->since = read_version(r, v);
}

static void key_until(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->until = read_version(r, v);
}

static void key_deprecated(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->deprecated = read_version(r, v);
}

static void key_limited(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->limited_since = read_version(r, v);
}

static void key_type(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->type = read_string(r, v);
}

static void key_replacement(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->replacement = read_string(r, v);
}

static void key_fact(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->fact = read_string(r, v);
}

static void key_varargs(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->va_first =
		(uint8_t) read_integer(r, v, 1, UINT8_MAX);
}

static void key_grammar(struct reader *r, json_t *v, void *out)
{
	struct contract *c = out;
	const char *s = read_string(r, v);
	int k = s ? format_kind_from_word(s) : 0;

	if (k < 0)
		reader_fail(r, "'%s' is no kind of format: %s", s,
			    reader_advice(r, s, format_vocabulary));
	else
		c->format = (uint8_t) k;
}

static void key_format_argument(struct reader *r, json_t *v, void *out)
{
	((struct contract *) out)->format_arg =
		(uint8_t) read_integer(r, v, 1, SPEC_MAX_PARAMETERS);
}

static void key_format(struct reader *r, json_t *v, void *out)
{
	static const struct key keys[] = {
		{ "grammar", key_grammar, true },
		{ "argument", key_format_argument, true },
		{ NULL, NULL, false }
	};

	read_object(r, v, keys, out);
}

/* Places what lint says: the path leads to the function. */
static void place_fault(const struct lint_fault *f, void *data)
{
	struct reader *r = data;
	unsigned depth = r->depth;

	if (f->outcome >= 0) {
		reader_enter(r, "outcomes", 0);
		reader_enter(r, NULL, (size_t) f->outcome);
	}
	if (f->effect >= 0) {
		reader_enter(r, "effects", 0);
		reader_enter(r, NULL, (size_t) f->effect);
	}
	reader_fail(r, "%s", f->text);
	r->depth = depth;
}

static uint64_t name_key(const char *name)
{
	return hash_bytes(name, strlen(name), 0);
}

static struct spec_entry *find_entry(const struct specs *s, const char *name)
{
	struct spec_entry *e = map_get(&s->by_name, name_key(name));

	return e && !strcmp(e->name, name) ? e : NULL;
}

static void add_contract(struct reader *r, const struct contract *c)
{
	struct spec_entry *e = find_entry(r->specs, c->name);

	if (!e) {
		e = ARENA_NEW(r->arena, struct spec_entry);
		e->name = c->name;
		e->contract = c;
		map_set(&r->specs->by_name, name_key(c->name), e);
	} else if (c->origin == ORIGIN_SPEC && e->contract
		   && e->contract->origin == ORIGIN_SPEC) {
		reader_fail_key(r, "'%s' is described in '%s' already", c->name,
				e->contract->header);
	} else if (e->contract && e->contract->origin == c->origin) {
		if (!contract_equal(e->contract, c))
			e->contract = NULL;
	} else if (e->contract ? c->origin < e->contract->origin
		   : c->origin == ORIGIN_SPEC) {
		e->contract = c;
	}
}

static void read_function(struct reader *r, const char *name, json_t *v)
{
	static const struct key keys[] = {
		{ "parameters", key_parameters, true },
		{ "result", key_result, true },
		{ "outcomes", read_outcomes, true },
		{ "flags", key_flags, false },
		{ "since", key_since, false },
		{ "until", key_until, false },
		{ "type", key_type, false },
		{ "format", key_format, false },
		{ "varargs", key_varargs, false },
		{ "deprecated", key_deprecated, false },
		{ "limited-since", key_limited, false },
		{ "replacement", key_replacement, false },
		{ "fact", key_fact, false },
		{ NULL, NULL, false }
	};
	struct contract *c = ARENA_NEW(r->arena, struct contract);
	unsigned before = r->n_errors;

	c->name = intern(&r->specs->strings, name);
	c->origin = r->origin;
	c->header = r->file;
	if (strchr(name, '/'))
		reader_fail_key(r, "the name of a function is expected here");
	if (!read_object(r, v, keys, c) || r->n_errors != before)
		return;
	/* In a file of so many errors no more time is spent: what follows
	 * the last of them is not used. */
	if (r->n_errors >= SPEC_MAX_ERRORS)
		return;
	contract_lint_each(c, place_fault, r);
	if (r->n_errors == before)
		add_contract(r, c);
}

static void key_functions(struct reader *r, json_t *v, void *out)
{
	const char *name;
	json_t *value;

	(void) out;
	if (!reader_expect(r, v, JSON_OBJECT))
		return;
	json_object_foreach(v, name, value) {
		reader_enter(r, name, 0);
		read_function(r, name, value);
		reader_leave(r);
	}
}

static void key_format_version(struct reader *r, json_t *v, void *out)
{
	(void) out;
	if (!json_is_integer(v) || json_integer_value(v) != SPEC_FORMAT)
		reader_fail(r, "this version of the format is not known: %d "
			    "would be", SPEC_FORMAT);
}

/* ---------------------------------------------------------------- files */

/* What jansson would say of these is no help. */
static const char *encoding_fault(const char *text, size_t len)
{
	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		return "a byte order mark stands before the text: it must "
			"go";
	if (len >= 4 && (!memcmp(text, "\xff\xfe\0\0", 4)
			 || !memcmp(text, "\0\0\xfe\xff", 4)
			 || !memcmp(text, "\0\0\0", 3)
			 || !memcmp(text + 1, "\0\0\0", 3)))
		return "the text is in UTF-32; it must be in UTF-8";
	/* JSON begins with an ASCII character, whatever the encoding. */
	if (len >= 2 && (!memcmp(text, "\xff\xfe", 2)
			 || !memcmp(text, "\xfe\xff", 2)
			 || !text[0] != !text[1]))
		return "the text is in UTF-16; it must be in UTF-8";
	if (!len)
		return "the file is empty";
	return NULL;
}

static json_t *parse_json(struct reader *r)
{
	const char *fault = encoding_fault(r->text, r->len);
	json_error_t error;
	json_t *root;

	if (fault) {
		buf_addf(r->errors, "%s:1:1: %s\n", r->file, fault);
		r->n_errors++;
		return NULL;
	}
	root = json_loadb(r->text, r->len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		buf_addf(r->errors, "%s:%d:%d: not JSON: %s\n", r->file,
			 error.line < 1 ? 1 : error.line,
			 error.column < 1 ? 1 : error.column, error.text);
		r->n_errors++;
	}
	return root;
}

bool specs_read_text(struct specs *s, const char *file, const char *text,
		     size_t len, enum origin origin, struct buf *errors)
{
	static const struct key keys[] = {
		{ "pyrefcheck", key_format_version, true },
		{ "functions", key_functions, true },
		{ "$schema", NULL, false },
		{ NULL, NULL, false }
	};
	struct reader r = { .specs = s, .arena = &s->arena, .text = text,
		.len = len, .origin = origin, .errors = errors };
	json_t *root;

	r.file = intern(&s->strings, file);
	root = parse_json(&r);
	if (root)
		read_object(&r, root, keys, NULL);
	json_decref(root);
	if (r.n_errors > SPEC_MAX_ERRORS)
		buf_addf(errors, "%s:1:1: and %u more errors\n", file,
			 r.n_errors - SPEC_MAX_ERRORS);
	return !r.n_errors;
}

/* Adds what is in the file, up to one byte more than the limit. */
static bool read_all(int fd, struct buf *out)
{
	char chunk[65536];
	ssize_t n;

	while (out->len <= (SPEC_MAX_MEBIBYTES << 20)) {
		n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		buf_addn(out, chunk, (size_t) n);
	}
	return true;
}

/* A pipe or device is refused: reading it could take forever. */
static const char *read_file(const char *file, struct buf *out)
{
	static const char too_large[] = "the file is larger than 16 MiB";
	int fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	const char *fault = NULL;
	struct stat st;

	_Static_assert(SPEC_MAX_MEBIBYTES == 16, "the message says so");
	if (fd < 0)
		return strerror(errno);
	if (fstat(fd, &st))
		fault = strerror(errno);
	else if (!S_ISREG(st.st_mode))
		fault = "not a regular file";
	else if (st.st_size > (SPEC_MAX_MEBIBYTES << 20))
		fault = too_large;
	else if (!read_all(fd, out))
		fault = strerror(errno);
	else if (out->len > (SPEC_MAX_MEBIBYTES << 20))
		fault = too_large;
	close(fd);
	return fault;
}

bool specs_read(struct specs *s, const char *file, enum origin origin,
		struct buf *errors)
{
	struct buf text = { 0 };
	const char *fault = read_file(file, &text);
	bool good = false;

	if (fault)
		buf_addf(errors, "%s:1:1: %s\n", file, fault);
	else
		good = specs_read_text(s, file, buf_str(&text), text.len,
				       origin, errors);
	buf_release(&text);
	return good;
}

const struct contract *specs_find(const struct specs *s, const char *name)
{
	const struct spec_entry *e = s->by_name.n ? find_entry(s, name) : NULL;

	return e ? e->contract : NULL;
}

const struct contract *specs_at(const struct specs *s, unsigned i)
{
	uint32_t k;

	for (k = 0; k < s->by_name.n; k++) {
		const struct spec_entry *e = s->by_name.slots[k].value;

		if (e->contract && !i--)
			return e->contract;
	}
	return NULL;
}

void specs_release(struct specs *s)
{
	map_release(&s->by_name);
	interns_release(&s->strings);
	arena_release(&s->arena);
}
