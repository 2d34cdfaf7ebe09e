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
	RAISE_ANY = 0x1ffffffu
};

/* Owners and lenders that are no argument; operands of effects. */
enum who {
	WHO_RESULT = 0,
	/* Positive: that argument, from 1. */
	WHO_INTERPRETER = -1,	/* lives as long as the interpreter */
	WHO_MODULES = -2,	/* sys.modules: any code can drop it */
	WHO_THREAD = -3,	/* the thread state's current exception */
	WHO_FRAME = -4,		/* the current frame */
	WHO_NOBODY = -5,	/* whoever else owns it: weak references */
	WHO_TYPE = -6,		/* the type of argument 1 or its bases */
	WHO_GLOBAL = -7,	/* a variable of the extension */
	WHO_UNKNOWN = -8	/* somewhere out of sight */
};

struct effect {
	uint8_t op;		/* enum effect_op */
	int8_t a, b;		/* operands; b is an enum family for FAMILY */
	uint32_t kinds;		/* RAISES: mask of RAISE_ */
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
};

enum likelihood {
	LIKELY_ORDINARY,	/* happens for ordinary reasons */
	LIKELY_SUCCESS,		/* the usual outcome */
	LIKELY_MEMORY,		/* only when memory is short */
	LIKELY_NEVER_WITH_VALID	/* only with arguments of a wrong type,
				 * where C code guarantees the right one */
};

struct outcome {
	struct pred pred;
	enum likelihood likelihood;
	const struct effect *effects;	/* ends with EFF_END */
	/* Inferred: where in the body this outcome ends, and its function. */
	struct loc loc;
	const char *function;
};

/* How an argument or result is used; also what the headers are held to. */
enum arg_class {
	ARG_VOID,
	ARG_OBJ,	/* a Python object pointer, not NULL */
	ARG_OBJ_NULL,	/* NULL has a meaning */
	ARG_OBJ_ERR,	/* NULL is answered with an exception */
	ARG_TYPE,	/* PyTypeObject *, not NULL */
	ARG_TYPE_NULL,
	ARG_STR,	/* const char *, not NULL */
	ARG_STR_NULL,
	ARG_WSTR,	/* wchar_t *, not NULL */
	ARG_WSTR_NULL,
	ARG_PTR,	/* another pointer, not NULL */
	ARG_PTR_NULL,
	ARG_OUT,	/* pointer to what the callee writes, not NULL */
	ARG_OUT_NULL,
	ARG_FN,		/* function pointer */
	ARG_FN_NULL,
	ARG_INT, ARG_UINT, ARG_LONG, ARG_ULONG, ARG_LLONG, ARG_ULLONG,
	ARG_SSIZE, ARG_SIZE, ARG_HASH, ARG_DOUBLE, ARG_CHAR, ARG_UCS4,
	ARG_OTHER,	/* a struct, va_list, enum or fixed-width integer */
	N_ARG_CLASSES
};

/* Contract flags. */
enum {
	/* A macro, static inline or accessor that dereferences: a NULL
	 * argument is a null-dereference, not a null-argument. */
	CF_INLINE = 1 << 0,
	CF_NO_GIL = 1 << 1,	/* callable without the GIL */
	CF_BLOCKS = 1 << 2,	/* can block: I/O, sleep, lock, wait */
	CF_VARIADIC = 1 << 3,
	/* Error result is ambiguous: PyErr_Occurred tells. */
	CF_AMBIGUOUS = 1 << 4,
	/* -1/0/1: the error is true as a boolean. */
	CF_TRISTATE = 1 << 5,
	/* Must be called with no exception set (debug builds assert it). */
	CF_NEEDS_CLEAR = 1 << 6,
	/* Meant to be called while an exception is set. */
	CF_NEEDS_SET = 1 << 7,
	CF_PURE = 1 << 8,	/* no effect but its result */
	/* Objects in the varargs, ended by NULL (from va_first on). */
	CF_VA_NULL_ENDED = 1 << 9,
	/* As many objects in the varargs as the argument before says. */
	CF_VA_COUNTED = 1 << 10,
	CF_PRIVATE = 1 << 11,	/* _Py name that is no public API */
	CF_LIMITED = 1 << 12,	/* in the limited API (since limited_since) */
	CF_ALLOCATES = 1 << 13,	/* result is fresh memory */
	/* The result may never be ignored even where it is no error. */
	CF_SETS_ERRNO = 1 << 14,
	/* Free threading: the borrowed result is unsafe there. */
	CF_UNSAFE_BORROW = 1 << 15,
	/* Result is freshly made and nobody else has it. */
	CF_FRESH = 1 << 16,
	/* No outcome but the listed effects: calls nothing else. */
	CF_LEAF = 1 << 17,
	/* Ignoring its error result is customary and harmless. */
	CF_IGNORABLE = 1 << 18,
	/* Body was too hard: outcomes are incomplete, effects unknown. */
	CF_OPAQUE = 1 << 19,
	/* Locks a mutex, not the GIL. */
	CF_LOCKS = 1 << 20,
	CF_UNLOCKS = 1 << 21
};

/* The grammars of contract/format.h. */
enum format_kind { FORMAT_NONE, FORMAT_PARSE, FORMAT_PARSE_KEYWORDS,
	FORMAT_BUILD, FORMAT_CALL, FORMAT_UNICODE,
	FORMAT_PARSE_ONE,	/* PyArg_Parse: one unit, no tuple around it */
	FORMAT_BYTES };		/* PyBytes_FromFormat */

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
/* The NTH row of NAME whatever the version, "NAME/2" included: what
 * removed-api and explain ask. */
const struct contract *contract_find_any(const char *name, unsigned nth);
/* All rows, in table order; NULL past the end. */
const struct contract *contract_at(unsigned i);
/* The Ith alias and what it stands for; false past the end. */
bool contract_alias_at(unsigned i, const char **alias, const char **target);

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

/* ---------------------------------------------------- words.c */

const char *effect_word(enum effect_op op);
const char *family_what(enum family f);
const char *family_how(enum family f);
const char *raise_name(unsigned bit);
uint32_t raise_from_name(const char *name);	/* PyExc_ stripped; Other */
const char *arg_class_word(enum arg_class c);
/* The contract in the words of the table, and as plain sentences. */
void contract_print(const struct contract *c, struct buf *out);
/* Returns whether NAME is known. */
bool contract_explain(const char *name, struct buf *out);

/* ---------------------------------------------------- lint.c */

/* Outcomes complete and disjoint, operands within the arity, families and
 * kinds known, flags consistent.  Appends a line per fault to ERRORS and
 * returns whether there was none. */
bool contract_lint(const struct contract *c, struct buf *errors);
bool contract_lint_table(struct buf *errors);

/* ---------------------------------------------------- spec.c (JSON) */

/* The user's contracts, from files; looked up before the table. */
struct specs {
	struct arena arena;
	struct map by_name;	/* interned in strings */
	struct interns strings;
};

/* Reads FILE into S.  Errors go to ERRORS as "file:line:column: message";
 * returns whether there was none.  What is right in it is used. */
bool specs_read(struct specs *s, const char *file, enum origin origin,
		struct buf *errors);
const struct contract *specs_find(const struct specs *s, const char *name);
/* Writes contracts as a spec file, whole or not at all. */
bool specs_write(const char *file, const struct contract *const *contracts,
		 unsigned n, struct buf *error);
void specs_release(struct specs *s);

#ifdef __cplusplus
}
#endif
#endif
