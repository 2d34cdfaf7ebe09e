/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-spec FILE...: each file is read as a JSON spec, what it has is linted,
 * written and read again, and must be the same; nothing may crash or hang.
 *
 * fuzz-spec -s SEED -n COUNT FILE...: likewise COUNT mutations of the files.
 * The same seed and files make the same mutations.  An input that fails is
 * written to standard output, ready to become a file of testsuite/spec.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/contract.h"

struct text { char *s; size_t len; };

struct fuzzer {
	uint64_t random;
	VEC (struct text) seeds;
	unsigned long used, refused, contracts;
};

/* -------------------------------------------------------------- check */

/* Errors are lines with a place; no other control character is in them. */
static const char *check_errors(const struct buf *errors, bool good)
{
	const char *s = buf_str(errors);

	if (good != !errors->len)
		return good ? "errors, and yet good" : "bad without an error";
	while (*s) {
		size_t n = strcspn(s, "\n");

		if (strncmp(s, "input:", 6) || s[n] != '\n')
			return "an error without a place";
		s += n + 1;
	}
	return NULL;
}

/* Writes what S has, reads it again and compares. */
static const char *check_round_trip(struct fuzzer *f, const struct specs *s,
				    enum origin origin, struct buf *text)
{
	VEC (const struct contract *) all = { 0 };
	struct specs again = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };
	const struct contract *c, *d;
	const char *wrong = NULL;
	uint32_t i;

	for (i = 0; (c = specs_at(s, i)); i++)
		vec_push(&all, c);
	f->contracts += all.n;
	specs_print(all.v, all.n, text);
	if (!specs_read_text(&again, "print", buf_str(text), text->len,
			     origin, &errors))
		wrong = "the print is refused";
	for (i = 0; !wrong && i < all.n; i++) {
		d = specs_find(&again, all.v[i]->name);
		if (!contract_lint(all.v[i], &errors))
			wrong = "read in spite of lint";
		else if (!d || !contract_equal(d, all.v[i]))
			wrong = "the print is another contract";
		else
			contract_explain_one(d, &errors);
	}
	if (wrong)
		fprintf(stderr, "%s--- print\n%s---\n", buf_str(&errors),
			buf_str(text));
	specs_release(&again);
	buf_release(&errors);
	vec_release(&all);
	return wrong;
}

static const char *check_as(struct fuzzer *f, const struct text *t,
			    enum origin origin)
{
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 }, text = { 0 };
	bool good = specs_read_text(&s, "input", t->s, t->len, origin,
				    &errors);
	const char *wrong = check_errors(&errors, good);

	if (good)
		f->used++;
	else
		f->refused++;
	if (!wrong)
		wrong = check_round_trip(f, &s, origin, &text);
	specs_release(&s);
	buf_release(&errors);
	buf_release(&text);
	return wrong;
}

static const char *check(struct fuzzer *f, const struct text *t)
{
	const char *wrong = check_as(f, t, ORIGIN_SPEC);

	return wrong ? wrong : check_as(f, t, ORIGIN_INFERRED);
}

/* ------------------------------------------------------------ mutation */

/* SplitMix64: any seed is good, 0 too. */
static uint64_t rnd(struct fuzzer *f, uint64_t below)
{
	uint64_t z = f->random += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return below ? (z ^ (z >> 31)) % below : 0;
}

static const char *random_word(struct fuzzer *f)
{
	static const char *const others[] = { "any", "null", "nonnull",
		">=0", "-1..1 nonzero", "0", "-1", "{}", "[]", "null",
		"9223372036854775807", "1e308", "comment", "offset", "at",
		"flags", "result", "when", "effects", "3.12", "\\u0000" };

	switch (rnd(f, 8)) {
	case 0: return effect_word((enum effect_op) (1 + rnd(f, N_EFFECTS
							     - 1)));
	case 1: return arg_class_word((enum arg_class) rnd(f,
							   N_ARG_CLASSES));
	case 2: return flag_word((unsigned) rnd(f, N_CONTRACT_FLAGS));
	case 3: return family_id((enum family) (1 + rnd(f, N_FAMILIES - 1)));
	case 4: return raise_name((unsigned) rnd(f, N_RAISE_BITS));
	case 5: return likelihood_word((enum likelihood) rnd(f,
							N_LIKELIHOODS));
	case 6: return who_word(-(int) rnd(f, 9));
	default: return others[rnd(f, ARRAY_SIZE(others))];
	}
}

/* Where a token of JSON ends that starts at or after S[I]. */
static size_t token_end(const struct text *t, size_t i)
{
	if (i < t->len && t->s[i] == '"') {
		for (i++; i < t->len && t->s[i] != '"'; i++)
			;
		return i < t->len ? i + 1 : i;
	}
	return i < t->len ? i + 1 : i;
}

static size_t token_start(const struct text *t, size_t i)
{
	while (i > 0 && t->s[i] != '"' && !strchr("[]{},:", t->s[i]))
		i--;
	return i;
}

/* Copies T to OUT with one thing changed: a byte, a word, a stretch that is
 * left out, doubled, or taken from another seed. */
static void mutate_once(struct fuzzer *f, const struct text *t,
			struct buf *out)
{
	const struct text *other =
		&f->seeds.v[rnd(f, f->seeds.n)];
	size_t i = token_start(t, rnd(f, t->len));
	size_t end = token_end(t, i), from;

	buf_addn(out, t->s, i);
	switch (rnd(f, 6)) {
	case 0:
		buf_addc(out, (char) (1 + rnd(f, 255)));
		break;
	case 1: case 2:
		if (t->s[i] == '"')
			buf_addf(out, "\"%s\"", random_word(f));
		else
			buf_addf(out, "%s", random_word(f));
		break;
	case 3:
		break;
	case 4:
		end += rnd(f, 80);
		if (end > t->len)
			end = t->len;
		buf_addn(out, t->s + i, end - i);
		end = i;
		break;
	default:
		from = other->len ? token_start(other, rnd(f, other->len)) : 0;
		buf_addn(out, other->s + from,
			 token_end(other, from) - from);
		break;
	}
	buf_addn(out, t->s + end, t->len - end);
}

static struct text mutate(struct fuzzer *f)
{
	const struct text *seed = &f->seeds.v[rnd(f, f->seeds.n)];
	struct buf a = { 0 }, b = { 0 };
	uint64_t times = 1 + rnd(f, 4);

	buf_addn(&a, seed->s, seed->len);
	for (; times && a.len; times--) {
		struct text t = { a.s, a.len };

		mutate_once(f, &t, &b);
		buf_release(&a);
		a = b;
		b = (struct buf) { 0 };
	}
	return (struct text) { a.s, a.len };
}

/* ---------------------------------------------------------------- main */

static bool read_seed(struct fuzzer *f, const char *file)
{
	FILE *in = fopen(file, "rb");
	struct buf b = { 0 };
	char chunk[4096];
	size_t n;

	if (!in) {
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
		return false;
	}
	while ((n = fread(chunk, 1, sizeof(chunk), in)))
		buf_addn(&b, chunk, n);
	fclose(in);
	vec_push(&f->seeds, ((struct text) { b.s, b.len }));
	return true;
}

static bool run_one(struct fuzzer *f, const struct text *t, const char *name)
{
	const char *wrong = check(f, t);

	if (!wrong)
		return true;
	fprintf(stderr, "%s: %s\n", name, wrong);
	fwrite(t->s, 1, t->len, stdout);
	return false;
}

static bool run(struct fuzzer *f, unsigned long count, char *const *files)
{
	unsigned long i;
	bool good = true;

	for (i = 0; i < f->seeds.n; i++) {
		struct text t = f->seeds.v[i];

		good &= run_one(f, &t, files[i]);
	}
	for (i = 0; good && i < count; i++) {
		struct text t = mutate(f);

		good = run_one(f, &t, "a mutation");
		prc_free(t.s);
	}
	return good;
}

int main(int argc, char **argv)
{
	struct fuzzer f = { 0 };
	unsigned long count = 0;
	bool good = true;
	uint32_t i;
	int c;

	while ((c = getopt(argc, argv, "s:n:")) >= 0) {
		if (c == 's')
			f.random = strtoull(optarg, NULL, 0);
		else if (c == 'n')
			count = strtoul(optarg, NULL, 0);
		else
			return 2;
	}
	if (optind == argc) {
		fputs("usage: fuzz-spec [-s SEED -n COUNT] FILE...\n", stderr);
		return 2;
	}
	for (c = optind; c < argc; c++)
		good &= read_seed(&f, argv[c]);
	good = good && run(&f, count, argv + optind);
	fprintf(stderr, "%lu read, %lu refused, %lu contracts\n", f.used,
		f.refused, f.contracts);
	for (i = 0; i < f.seeds.n; i++)
		prc_free(f.seeds.v[i].s);
	vec_release(&f.seeds);
	return good ? 0 : 1;
}
