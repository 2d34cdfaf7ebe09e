/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to the printer and the parser: what both must agree on.  That is
 * the built-in types, the words for flags, and the types that the text leaves
 * out because they follow from what stands around.  doc/ir.md is the manual.
 */
#ifndef PYREFCHECK_TEXT_H
#define PYREFCHECK_TEXT_H

#include "ir/ir.h"

/* Bytes of an initialiser that tells no size. */
#define DEFAULT_INIT_SIZE 8
/* The word for a type that is NULL. */
#define WORD_NO_TYPE "none"
/* The word for a pointer to the struct that is named below. */
#define WORD_OBJ "obj"
#define OBJECT_STRUCT "PyObject"

/* The word of the built-in type that equals T but for const, or NULL. */
const char *builtin_word(const struct type *t);
/* Fills T, which is zeroed, as the built-in type WORD; false: no such. */
bool builtin_fill(struct unit *u, const char *word, struct type *t);
/* Words that no declared type can have as its name alone. */
bool is_reserved_word(const char *s);

/* Flags of a declaration, in the order in which they print. */
struct flag_word { const char *word; size_t offset; };
extern const struct flag_word type_flags[], global_flags[], function_flags[];
extern const size_t n_type_flags, n_global_flags, n_function_flags;

static inline bool *flag_at(void *p, size_t offset)
{
	return (bool *) ((char *) p + offset);
}

const char *type_kind_word(enum type_kind k);
const char *edge_kind_word(enum edge_kind k);

/* Is T a struct that is an object since its first member is one? */
bool type_object_by_head(const struct type *t);

/* A type that need not be written: T, a pointer to T, a built-in, or a
 * pointer to so many chars. */
struct implied {
	const struct type *t;
	const char *word;	/* counts when non-NULL */
	size_t chars;		/* counts when not 0 */
	bool is_pointer;
};

/* What implies the types in an instruction.  Of a, b and dst only values
 * (%x) count, and as a result's source only those that stand above it. */
struct surroundings {
	const struct type *a, *b, *dst;
	const struct type *fn_type;	/* CALL */
	const struct type *result;	/* of the function */
	const struct type *place;	/* what stands there, by its field */
};

enum slot { SLOT_A, SLOT_B, SLOT_C, SLOT_ARG };

/* Of the result of OP; an empty answer: it must be written. */
struct implied implied_result(enum opcode op, const struct surroundings *s);
/* Of a constant in SLOT (ARG: number ARG); empty: the constant's own. */
struct implied implied_operand(enum opcode op, enum slot slot, uint32_t arg,
			       const struct surroundings *s);
/* Of an address; of a symbol without a type: a pointer to void. */
struct implied implied_address(const struct type *of);
/* Of a call of CALLEE, as far as the callee tells. */
const struct type *call_implied_type(const struct value *callee);
/* Of a literal of LEN bytes. */
struct implied implied_string(size_t len);
/* The type of the member that P's record and field name; or NULL. */
const struct type *place_field_type(const struct place *p);

/* Exact: 0x<odd mantissa>p<exponent>, inf, nan. */
void print_float(struct buf *out, double f);
/* MANTISSA * 2^EXPONENT. */
double float_scale2(double mantissa, long exponent);
double float_infinity(void);
double float_nan(void);

/* print_type.c: the text of every type of a unit. */

struct type_texts {
	const struct unit *unit;
	struct arena arena;
	struct interns strings;	/* equal texts are equal pointers */
	struct map text;	/* type -> its text where it is used */
	struct map id;		/* declared type -> its name in the text */
	struct map plain;	/* hash of shape -> declared non-const type */
};

void type_texts_init(struct type_texts *tt, const struct unit *u);
void type_texts_release(struct type_texts *tt);
/* Interned in TT->strings. */
const char *type_text(struct type_texts *tt, const struct type *t);
const char *implied_text(struct type_texts *tt, struct implied i);
bool type_is_declared(struct type_texts *tt, const struct type *t);
/* Is T a name or a built-in word, a pointer or array of such, or a plain
 * function type over them: can its text stand in place? */
bool type_is_inline_func(struct type_texts *tt, const struct type *t);

/* A word as it is when the lexer takes it as one, else in quotes. */
void print_name(struct buf *out, const char *s);

/* print.c and print_body.c share this. */
struct value_name { uint32_t variable, version; bool is_set, is_above; };

struct printer {
	const struct unit *u;
	struct type_texts types;
	struct buf *out;
	const char *file;	/* what a location without a file means */
	/* Of the function that is being printed: */
	const struct function *f;
	struct value_name *names;	/* by vid */
	uint32_t *local_numbers;	/* among locals of one name */
};

/* A known LOC, a space or BEFORE before it. */
void print_loc(struct printer *p, struct loc loc);
void print_loc_after(struct printer *p, const char *before, struct loc loc);
void print_symbol(struct printer *p, const char *key);
/* %name or &name without what tells several of one name apart. */
void print_sigil_name(struct printer *p, char sigil, const char *name);
/* A colon and T, unless IMPLIED says it. */
void print_type_unless(struct printer *p, const struct type *t,
		       struct implied implied);

/* print_name.c: names for F's values and locals; fills names and
 * local_numbers, which live in the caller's arena. */
void name_values(struct printer *p, struct arena *a);
void print_value(struct printer *p, vid v);
void print_local(struct printer *p, uint32_t local);

/* print_body.c */
void print_body(struct printer *p);

#endif
