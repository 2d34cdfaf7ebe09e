/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contracts: what a function does to references, exceptions, memory and the
 * GIL, as a list of outcomes that exclude each other and leave nothing out.
 *
 * A row of the API table, a user's attribute, a JSON spec, a summary of a
 * body and the convention for unknown functions are all a struct contract;
 * the engine knows nothing else about calls.
 */
#ifndef PYREFCHECK_CONTRACT_H
#define PYREFCHECK_CONTRACT_H

#include "base/base.h"
#include "finding/finding.h"	/* enum origin */

#ifdef __cplusplus
extern "C" {
#endif

/* Python versions as 0xMMmm, e.g. 0x030b; 0 is "no bound". */
typedef uint16_t pyversion;
#define PYVERSION(major, minor) ((pyversion) ((major) << 8 | (minor)))

enum effect_op {
	EFF_END,
#define EFFECT(id, word, shape, sentence) EFF_##id,
#include "contract/effect.def"
#undef EFFECT
	N_EFFECTS
};

enum family {
	FAMILY_NONE,
#define FAMILY(id, what, how) FAMILY_##id,
#include "contract/family.def"
#undef FAMILY
	N_FAMILIES
};

enum raise_bit {
#define KIND(name) RAISE_BIT_##name,
#include "contract/exception.def"
#undef KIND
	N_RAISE_BITS
};
enum {
#define KIND(name) RAISE_##name = 1u << RAISE_BIT_##name,
#include "contract/exception.def"
#undef KIND
	RAISE_ANY = (1u << N_RAISE_BITS) - 1
};

/* Owners and lenders that are no argument; operands of effects. */
enum who {
#define WHO(id, number, word, sentence) WHO_##id = number,
#include "contract/who.def"
#undef WHO
};

struct effect {
	uint8_t op;		/* enum effect_op */
	int8_t a, b;		/* operands; b is an enum family for FAMILY */
	/* RAISES: mask of RAISE_; OUT_IS, inferred: byte offset of the member,
	 * for `offset' has the number. */
	uint32_t kinds;
	/* Inferred contracts: byte offset of the field or cell that the
	 * effect is about, seen from operand a's (OUT_*, WRITES) or b's
	 * (GIVE, SHARE) pointee. */
	int64_t offset;
};

/* What the result is in an outcome: a range, with a hole at zero when
 * nonzero.  Pointers count as unsigned numbers: NULL is [0, 0] and a valid
 * pointer [1, max].  Floats by their whole values. */
struct pred {
	int64_t lo, hi;
	bool nonzero;
	bool not_minus_one;
};

enum likelihood {
#define LIKELY(id, word, sentence) LIKELY_##id,
#include "contract/likelihood.def"
#undef LIKELY
	N_LIKELIHOODS
};

struct outcome {
	struct pred pred;
	enum likelihood likelihood;
	const struct effect *effects;	/* ends with EFF_END */
	/* Inferred: the result is the address of this global, by its place in
	 * the unit; NULL when it is none. */
	const void *global;
	/* Inferred: a lock of the unit's, a variable, that is held afterwards
	 * or no more; NULL when there is none. */
	const void *locks, *unlocks;
	/* Inferred: where in the body this outcome ends, and its function. */
	struct loc loc;
	const char *function;
	/* Inferred, with RUNS_CODE: the function that runs it. */
	const char *code_by;
	/* Inferred, with RAISES: the function whose failure set the exception
	 * and the place of its call, when nobody looked at that; else NULL. */
	const char *unseen;
	struct loc unseen_loc;
	bool unseen_customary;	/* CF_IGNORABLE */
	/* Inferred, with RAISES and a result that tells success: the other ways
	 * to end like this, each with its own place. */
	const struct outcome *joined;
};

/* How an argument or result is used; also what the headers are held to. */
enum arg_class {
#define CLASS(id, word, kind, nulls, c) ARG_##id,
#include "contract/class.def"
#undef CLASS
	N_ARG_CLASSES
};
enum arg_kind { ARG_IS_NONE, ARG_IS_OBJECT, ARG_IS_POINTER, ARG_IS_SIGNED,
	ARG_IS_UNSIGNED, ARG_IS_REAL, ARG_IS_OPAQUE };
enum arg_null { ARG_NULL_NEVER, ARG_NULL_MEANS, ARG_NULL_ERROR };

/* Contract flags. */
enum contract_flag_bit {
#define FLAG(id, word, sentence) CF_BIT_##id,
#include "contract/flag.def"
#undef FLAG
	N_CONTRACT_FLAGS
};
enum {
#define FLAG(id, word, sentence) CF_##id = 1 << CF_BIT_##id,
#include "contract/flag.def"
#undef FLAG
	CF_ALL = (1 << N_CONTRACT_FLAGS) - 1
};

/* The grammars of contract/format.h. */
enum format_kind { FORMAT_NONE, FORMAT_PARSE, FORMAT_PARSE_KEYWORDS,
	FORMAT_BUILD, FORMAT_CALL, FORMAT_UNICODE,
	FORMAT_PARSE_ONE,	/* PyArg_Parse: one unit, no tuple around it */
	FORMAT_BYTES,		/* PyBytes_FromFormat */
	FORMAT_PRINTF };	/* C's, of PySys_WriteStderr */

struct contract {
	const char *name;
	enum origin origin;
	pyversion since, until;	/* known from, gone from (exclusive) */
	uint8_t ret;		/* enum arg_class */
	uint8_t n_params;
	const uint8_t *params;	/* enum arg_class each */
	uint32_t flags;
	uint8_t format;		/* enum format_kind */
	uint8_t format_arg;	/* which argument is the format */
	uint8_t va_first;	/* argument number of the first vararg */
	/* Exact type of the result or OWNed object, as the name of its type
	 * object ("PyList_Type"); NULL when unknown. */
	const char *type;
	const struct outcome *outcomes;
	uint8_t n_outcomes;
	pyversion deprecated;	/* since; 0 not */
	pyversion limited_since;	/* with CF_LIMITED; 0 from the start */
	const char *replacement;	/* what to use instead */
	const char *header;	/* "listobject.def": which .def it is from;
				 * of a spec: the file */
	const char *fact;	/* the sentence above the row, if kept */
};

/* ---------------------------------------------------- table.c */

/* The contract of NAME for VERSION, or NULL.  NAME need not be interned.
 * Aliases (_PyArg_ParseTuple_SizeT) are resolved.  VERSION 0, where nothing
 * is known of it, is 3.11, or whichever has NAME when 3.11 has not. */
const struct contract *contract_find(const char *name, pyversion version);
/* The same for a call with NARGS arguments: a row "NAME/NARGS" comes first. */
const struct contract *contract_find_arity(const char *name, unsigned nargs,
					   pyversion version);
/* The contract of NAME where VERSION itself has none and the unit declares it
 * all the same: what a compatibility library provides under the name of a
 * later function (pythoncapi-compat does) has the later function's contract. */
const struct contract *contract_find_backport(const char *name,
					      unsigned nargs,
					      pyversion version);
/* The NTH row of NAME whatever the version, "NAME/2" included: what
 * removed-api and explain ask. */
const struct contract *contract_find_any(const char *name, unsigned nth);
/* All rows, in table order; NULL past the end. */
const struct contract *contract_at(unsigned i);
/* The Ith alias and what it stands for; false past the end. */
bool contract_alias_at(unsigned i, const char **alias, const char **target);
/* What NAME is another name of, or NULL. */
const char *contract_alias_target(const char *name);

/* A function reached through a table of pointers: GLOBAL is the global
 * variable's name ("PyArray_API", "PyDateTimeAPI"), OFFSET the byte offset of
 * the entry. */
const struct contract *contract_find_indirect(const char *global,
					      uint64_t offset,
					      pyversion version);
/* The Ith of these entries: what it is called; NULL past the end. */
const char *contract_indirect_at(unsigned i, const char **global,
				 uint64_t *offset);

/* Static objects by name: what &_Py_NoneStruct or PyList_Type is. */
enum datum_kind {
	DATUM_NONE,
	DATUM_SINGLETON,	/* None, True ...: immortal from 3.12 */
	DATUM_STATIC_TYPE,
	DATUM_EXCEPTION		/* PyExc_*: a pointer to a static type */
};
enum datum_kind datum_find(const char *name);
/* The Ith of them, and its kind; NULL past the end. */
const char *datum_at(unsigned i, enum datum_kind *kind);

/* ---------------------------------------------------- words.c */

/* How many operands an effect has, and of what sort. */
enum effect_shape { SHAPE_NONE, SHAPE_A, SHAPE_AB, SHAPE_KINDS, SHAPE_FAMILY };

/* The conditions come first in effect.def. */
static inline bool effect_is_condition(enum effect_op op)
{
	return op > EFF_END && op < EFF_OWN;
}

/* Does the effect's offset hold a number to compare with, or bits? */
static inline bool effect_has_number(enum effect_op op)
{
	return op == EFF_IF_IS || op == EFF_IF_NOT || op == EFF_IF_BITS
		|| op == EFF_IF_NO_BITS || op == EFF_OUT_IS;
}

const char *effect_word(enum effect_op op);
enum effect_shape effect_shape(enum effect_op op);
const char *effect_sentence(enum effect_op op);
const char *family_id(enum family f);		/* "PYMEM" */
const char *family_what(enum family f);
/* Is it no thing of its own but a state of something that others have, too: a
 * lock, the guard of a repr, the depth of recursion? */
static inline bool family_is_state(enum family f)
{
	return f == FAMILY_LOCKED || f == FAMILY_REPR || f == FAMILY_RECURSION;
}
const char *family_how(enum family f);
const char *raise_name(unsigned bit);
uint32_t raise_from_name(const char *name);	/* PyExc_ stripped; Other */
const char *arg_class_word(enum arg_class c);
enum arg_kind arg_class_kind(enum arg_class c);
bool arg_class_is_address(enum arg_class c);	/* of an object, or other */
enum arg_null arg_class_null(enum arg_class c);
const char *arg_class_c(enum arg_class c);
const char *flag_word(unsigned bit);
const char *likelihood_word(enum likelihood l);
const char *format_kind_word(enum format_kind k);
const char *origin_word(enum origin o);
/* The word of a WHO_ that is no argument, "result" included, else NULL. */
const char *who_word(int who);
/* The inverse of the words above: the number, or -1 when WORD is none;
 * who_from_word has INT_MIN for that. */
int effect_from_word(const char *word);
int family_from_id(const char *id);
int arg_class_from_word(const char *word);
int flag_from_word(const char *word);
int likelihood_from_word(const char *word);
int format_kind_from_word(const char *word);
int who_from_word(const char *word);
/* "null", "-1", ">=0", "1..5", "any", "-2..9 nonzero", and back: returns
 * whether TEXT is one. */
void pred_print(struct pred p, enum arg_class ret, struct buf *out);
bool pred_parse(const char *text, struct pred *p);
bool pred_equal(struct pred a, struct pred b);
/* "argument 3", "the result", "sys.modules". */
void who_print(int who, struct buf *out);
void effect_print(const struct effect *e, struct buf *out);
/* The contract in the words of the table. */
void contract_print(const struct contract *c, struct buf *out);
/* Do both say the same?  Origin, file and fact apart. */
bool contract_equal(const struct contract *a, const struct contract *b);
/* Is OP an effect of O; of some outcome of K; of every one that returns? */
bool outcome_has(const struct outcome *o, enum effect_op op);
/* Can conditions A and B not hold both? */
bool conditions_exclude(const struct effect *a, const struct effect *b);
/* Is there a result that both allow? */
bool preds_meet(const struct pred *a, const struct pred *b);
bool contract_ever(const struct contract *k, enum effect_op op);
bool contract_always(const struct contract *k, enum effect_op op);
/* explain.c: as plain sentences, one contract, and every row of NAME;
 * returns whether NAME is known. */
void contract_explain_one(const struct contract *c, struct buf *out);
bool contract_explain(const char *name, struct buf *out);

/* ---------------------------------------------------- lint.c */

/* Where a fault is: outcome and effect are -1 where it is not about one. */
struct lint_fault {
	const struct contract *contract;
	int outcome, effect;
	const char *text;	/* valid during the call */
};
typedef void (*lint_report)(const struct lint_fault *f, void *data);
/* Calls REPORT for each fault; returns whether there was none. */
bool contract_lint_each(const struct contract *c, lint_report report,
			void *data);
/* Outcomes complete and disjoint, operands within the arity, families and
 * kinds known, flags consistent.  Appends a line per fault to ERRORS and
 * returns whether there was none. */
bool contract_lint(const struct contract *c, struct buf *errors);
/* lint-table.c: all rows, and the tables as a whole. */
bool contract_lint_table(struct buf *errors);

/* ---------------------------------------------------- attribute.c */

struct attr;	/* base/attr.h */

/* What a contract needs to know of a function's declaration. */
struct contract_decl {
	const char *name;
	uint8_t ret;		/* enum arg_class */
	uint8_t n_params;
	const uint8_t *params;	/* enum arg_class each */
	bool is_variadic;
};

/* The contract that the attributes of a declaration make; NULL when there is
 * none of ours among them (attribute.def).  What they leave open is as the
 * convention has it.  Attributes that cannot be so are ignored. */
const struct contract *contract_from_attributes(struct arena *a,
						const struct contract_decl *d,
						const struct attr *attrs);
/* What unknown functions are taken to do: an object result is a new
 * reference, or NULL with an exception; of another result nothing is known;
 * arguments are borrowed; Python code may run. */
const struct contract *contract_convention(struct arena *a,
					   const struct contract_decl *d);
/* Appends a line to OUT for each of our attributes that cannot be so, and
 * returns whether there was none. */
bool contract_check_attributes(const struct contract_decl *d,
			       const struct attr *attrs, struct buf *out);

/* ---------------------------------------------------- spec.c (JSON) */

/* The user's contracts and other units' summaries, from files; looked up
 * before the table.  Zero-initialised is empty. */
struct specs {
	struct arena arena;
	struct map by_name;	/* hash of the name -> struct spec_entry */
	struct interns strings;
};

/* Reads FILE into S.  Errors go to ERRORS as "file:line:column: message";
 * returns whether there was none.  What is right in it is used.
 *
 * A name that is there already: of two origins the stronger stays; a second
 * description by the user is an error; of two summaries that differ neither
 * is believed.  doc/spec.md defines the format. */
bool specs_read(struct specs *s, const char *file, enum origin origin,
		struct buf *errors);
/* The same for LEN bytes of TEXT; FILE is for messages. */
bool specs_read_text(struct specs *s, const char *file, const char *text,
		     size_t len, enum origin origin, struct buf *errors);
const struct contract *specs_find(const struct specs *s, const char *name);
/* The Ith contract, in the order of reading; NULL past the end. */
const struct contract *specs_at(const struct specs *s, unsigned i);
/* spec-write.c: writes contracts as a spec file, whole or not at all, and
 * sorted by name; the second adds the text to OUT. */
bool specs_write(const char *file, const struct contract *const *contracts,
		 unsigned n, struct buf *error);
void specs_print(const struct contract *const *contracts, unsigned n,
		 struct buf *out);
void specs_release(struct specs *s);

#ifdef __cplusplus
}
#endif
#endif
