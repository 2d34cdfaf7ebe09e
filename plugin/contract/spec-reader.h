/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the spec reader share: a descent through JSON values that
 * knows where it is.  jansson reads the text and refuses what is no JSON.
 * The reader keeps the path from the root, and an error is placed by finding
 * that path in the text again.
 *
 * A read function that meets an error reports it, returns something harmless
 * and goes on: one run shows all errors.
 */
#ifndef PYREFCHECK_SPEC_READER_H
#define PYREFCHECK_SPEC_READER_H

#include "contract/contract.h"
#include "contract/spec-place.h"

#include <jansson.h>

/* The format's limits; doc/spec.md tells them. */
enum {
	SPEC_FORMAT = 1,		/* the value of "pyrefcheck" */
	SPEC_MAX_MEBIBYTES = 16,	/* of a file */
	SPEC_MAX_PARAMETERS = INT8_MAX,
	SPEC_MAX_OUTCOMES = 64,		/* of a function */
	SPEC_MAX_EFFECTS = 64,		/* of an outcome */
	/* What is inferred is not compared outcome by outcome. */
	SPEC_MAX_INFERRED_OUTCOMES = UINT8_MAX,
	SPEC_MAX_INFERRED_EFFECTS = 1000,
	SPEC_MAX_ERRORS = 100,		/* printed for a file */
	SPEC_MAX_DEPTH = 16		/* of a path that the format has */
};

struct reader {
	struct specs *specs;
	struct arena *arena;
	const char *file, *text;
	size_t len;
	enum origin origin;
	struct buf *errors;
	unsigned n_errors;
	struct spec_step path[SPEC_MAX_DEPTH];
	unsigned depth;
};

/* The path grows by member KEY, or by element INDEX when KEY is NULL. */
void reader_enter(struct reader *r, const char *key, size_t index);
void reader_leave(struct reader *r);
/* An error about the value that the path leads to, or about its key. */
void reader_fail(struct reader *r, const char *fmt, ...) PRC_PRINTF(2, 3);
void reader_fail_key(struct reader *r, const char *fmt, ...)
	PRC_PRINTF(2, 3);

/* The Ith word of a vocabulary, or NULL past its end. */
typedef const char *(*vocabulary)(unsigned i);
/* "did you mean 'x'?" or "known are 'x', 'y'" for the word WRONG. */
const char *reader_advice(struct reader *r, const char *wrong,
			  vocabulary words);

const char *json_type_word(const json_t *v);
const char *read_string(struct reader *r, const json_t *v);
int64_t read_integer(struct reader *r, const json_t *v, int64_t lo,
		     int64_t hi);
pyversion read_version(struct reader *r, const json_t *v);
enum arg_class read_class(struct reader *r, const json_t *v, bool is_result);
/* Is V of TYPE, an object or array?  Reports it otherwise. */
bool reader_expect(struct reader *r, const json_t *v, json_type type);

/* How the value of one key is read into the thing that OUT points to. */
typedef void (*key_read)(struct reader *r, json_t *v, void *out);
struct key { const char *name; key_read read; bool required; };
/* Reads object V by KEYS, which a key without a name ends. */
bool read_object(struct reader *r, json_t *v, const struct key *keys,
		 void *out);

/* spec-outcome.c: the value of "outcomes" into struct contract OUT. */
void read_outcomes(struct reader *r, json_t *v, void *out);

#endif
