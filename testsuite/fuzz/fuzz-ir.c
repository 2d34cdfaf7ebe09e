/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-ir FILE...: each file through parse, verify, print, parse, print; the
 * two prints must be equal, and nothing may crash.
 *
 * fuzz-ir -s SEED -n COUNT FILE...: likewise COUNT mutations of the files.
 * The same seed and files make the same mutations.  An input that fails is
 * written to standard output, ready to become a file of testsuite/ir.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/ir.h"

struct text { char *s; size_t len; };

struct fuzzer {
	uint64_t random;
	VEC (struct text) seeds;
	unsigned long parsed, rejected, broken;
};

/* -------------------------------------------------------------- check */

static void verify_all(struct fuzzer *f, struct unit *u)
{
	struct buf errors = { 0 };
	uint32_t i;

	for (i = 0; i < u->functions.n; i++)
		if (!function_verify(u, u->functions.v[i], &errors)) {
			f->broken++;
			break;
		}
	buf_release(&errors);
}

/* What is wrong with the print of TEXT, or NULL. */
static const char *check_print(const char *first, struct buf *second)
{
	struct buf errors = { 0 };
	struct unit *u = unit_parse("print", first, &errors);

	if (!u) {
		fputs(buf_str(&errors), stderr);
		buf_release(&errors);
		return "the print does not parse";
	}
	unit_print(u, second);
	unit_free(u);
	buf_release(&errors);
	return strcmp(first, buf_str(second)) ? "two prints differ" : NULL;
}

static const char *check(struct fuzzer *f, const char *text)
{
	struct buf errors = { 0 }, first = { 0 }, second = { 0 };
	struct unit *u = unit_parse("input", text, &errors);
	const char *wrong = NULL;

	if (u) {
		f->parsed++;
		verify_all(f, u);
		unit_print(u, &first);
		unit_free(u);
		wrong = check_print(buf_str(&first), &second);
	} else {
		f->rejected++;
		if (!errors.len)
			wrong = "refused without a message";
	}
	if (wrong && second.len)
		fprintf(stderr, "--- first\n%s--- second\n%s---\n",
			buf_str(&first), buf_str(&second));
	buf_release(&errors);
	buf_release(&first);
	buf_release(&second);
	return wrong;
}

/* ----------------------------------------------------------- mutation */

/* xorshift64* */
static uint64_t next_random(struct fuzzer *f)
{
	f->random ^= f->random >> 12;
	f->random ^= f->random << 25;
	f->random ^= f->random >> 27;
	return f->random * 0x2545f4914f6cdd1du;
}

static size_t below(struct fuzzer *f, size_t n)
{
	return n ? (size_t) (next_random(f) % n) : 0;
}

static const char *const dictionary[] = {
#define OPCODE(id, text, flags) text " ",
#include "ir/opcode.def"
#undef OPCODE
	"fn ", "\nfn $f (%a) -> obj\n", "\nglobal $g:", "\ntype T = ",
	"struct ", "int ", "ptr ", "func ", "array ", "union ", "size ",
	"of ", "tag ", "const ", "*", "*const", "[3]", "[]", "obj",
	"none", "void", "(", ")", "(obj, ...) -> obj", " -> ", "->", "{",
	"}", "[", "]", "%x", "%x.2", "%x~2", "%x~0", "%1", "%~3.4", "&v",
	"&~2", "$g", "$f", "@0", "@1", "@2:", "@", "phi ", "null ",
	"undef ", "eh ", "case 1..3 ", "default ", "true ", "false ", "to ",
	"as ", "in ", " bitfield", " volatile", " artificial", " void",
	"attr(a 1 \"b\")", "!3:4", "!\"f.h\":7:1", "\"text\\000\\377\"",
	"{4}", "-", "+ 8", " * 8", ", 4", "0x1p-3", "1.5", "inf", "nan",
	"9223372036854775807", "-9223372036854775808",
	"18446744073709551615", "_", "~1", "~2", "other", "eq ", "ult ",
	"\n", "\t", " ", "#", ":", ",", "=", "type ", "name \"n\" ",
	"gave_up \"r\" ", "end !1:1 ", "static ", "noreturn ",
};

/* Replaces LEN bytes at AT by the bytes S. */
static void splice(struct text *t, size_t at, size_t len, const char *s,
		   size_t n)
{
	char *out = prc_malloc(t->len - len + n + 1);

	memcpy(out, t->s, at);
	memcpy(out + at, s, n);
	memcpy(out + at + n, t->s + at + len, t->len - at - len);
	t->len = t->len - len + n;
	out[t->len] = '\0';
	prc_free(t->s);
	t->s = out;
}

static size_t line_start(const struct text *t, size_t at)
{
	while (at && t->s[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_length(const struct text *t, size_t at)
{
	size_t n = strcspn(t->s + at, "\n");

	return at + n < t->len ? n + 1 : n;
}

static size_t word_length(const struct text *t, size_t at)
{
	size_t n = strcspn(t->s + at, " \n\t(),");

	return n ? n : at < t->len;
}

/* A line of any seed, put in front of a line or in place of it. */
static void mutate_line(struct fuzzer *f, struct text *t)
{
	struct text *from = &f->seeds.v[below(f, f->seeds.n)];
	size_t a = line_start(from, below(f, from->len));
	size_t n = line_length(from, a);
	size_t b = line_start(t, below(f, t->len));

	splice(t, b, below(f, 2) ? line_length(t, b) : 0, from->s + a, n);
}

/* A word of any seed or of the dictionary. */
static void mutate_word(struct fuzzer *f, struct text *t)
{
	struct text *from = &f->seeds.v[below(f, f->seeds.n)];
	size_t a = below(f, from->len), b = below(f, t->len);
	size_t cut = below(f, 3) ? word_length(t, b) : 0;
	const char *word;

	if (below(f, 2)) {
		word = dictionary[below(f, ARRAY_SIZE(dictionary))];
		splice(t, b, cut, word, strlen(word));
	} else {
		splice(t, b, cut, from->s + a, word_length(from, a));
	}
}

static void mutate_byte(struct fuzzer *f, struct text *t)
{
	char c = (char) (1 + below(f, 255));
	size_t at = below(f, t->len);

	switch (below(f, 3)) {
	case 0:
		splice(t, at, t->len ? 1 : 0, &c, 1);
		break;
	case 1:
		splice(t, at, 0, &c, 1);
		break;
	default:
		splice(t, at, t->len ? 1 : 0, "", 0);
	}
}

#define MAX_INPUT (64 * 1024)

static struct text mutate(struct fuzzer *f)
{
	const struct text *seed = &f->seeds.v[below(f, f->seeds.n)];
	struct text t = { prc_malloc(seed->len + 1), seed->len };
	/* Mostly one change: most changes are refused. */
	size_t n = 1 + below(f, 2) * below(f, 4);

	memcpy(t.s, seed->s, seed->len + 1);
	while (n-- && t.len < MAX_INPUT) {
		size_t kind = below(f, 8);

		if (kind == 0)
			mutate_byte(f, &t);
		else if (kind < 4)
			mutate_line(f, &t);
		else
			mutate_word(f, &t);
	}
	return t;
}

/* --------------------------------------------------------------- main */

static bool read_file(const char *name, struct text *t)
{
	FILE *in = fopen(name, "rb");
	struct buf b = { 0 };
	char piece[4096];
	size_t n;

	if (!in) {
		fprintf(stderr, "%s: %s\n", name, strerror(errno));
		return false;
	}
	buf_add(&b, "");
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_addn(&b, piece, n);
	fclose(in);
	/* The parser takes C strings. */
	*t = (struct text) { b.s, strlen(b.s) };
	return true;
}

static bool report(const char *wrong, const char *text)
{
	if (!wrong)
		return true;
	fprintf(stderr, "fuzz-ir: %s\n", wrong);
	fputs(text, stdout);
	return false;
}

static bool run(struct fuzzer *f, unsigned long count)
{
	unsigned long i;
	bool ok = true;
	uint32_t k;

	for (k = 0; ok && k < f->seeds.n; k++)
		ok = report(check(f, f->seeds.v[k].s), f->seeds.v[k].s);
	for (i = 0; ok && f->seeds.n && i < count; i++) {
		struct text t = mutate(f);

		ok = report(check(f, t.s), t.s);
		prc_free(t.s);
	}
	return ok;
}

static unsigned long long number(const char *s)
{
	char *end;
	unsigned long long n = strtoull(s, &end, 0);

	if (*s && !*end)
		return n;
	fprintf(stderr, "fuzz-ir: '%s' is no number\n", s);
	exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
	struct fuzzer f = { .random = 1 };
	unsigned long count = 0;
	struct text t;
	bool ok = true;
	uint32_t i;
	int c;

	while ((c = getopt(argc, argv, "s:n:")) != -1) {
		if (c == 's')
			f.random = number(optarg);
		else if (c == 'n')
			count = (unsigned long) number(optarg);
		else
			return EXIT_FAILURE;
	}
	printf("# seed %llu\n", (unsigned long long) f.random);
	/* Zero would stay zero. */
	f.random = f.random * 2 + 1;
	for (; optind < argc; optind++)
		if (read_file(argv[optind], &t))
			vec_push(&f.seeds, t);
		else
			ok = false;
	ok = run(&f, count) && ok;
	printf("# %lu parsed, %lu of them broken, %lu refused\n", f.parsed,
	       f.broken, f.rejected);
	for (i = 0; i < f.seeds.n; i++)
		prc_free(f.seeds.v[i].s);
	vec_release(&f.seeds);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
