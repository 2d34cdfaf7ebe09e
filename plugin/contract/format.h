/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grammars of format strings: PyArg_Parse*, Py_BuildValue and the call
 * family, PyUnicode_FromFormat and its like.
 *
 * A format is split into units; each unit says which of the call's variable
 * arguments it consumes and what the callee does with each.  The tables are
 * specs/format-*.def.  Nothing here knows the arguments' actual types: see
 * check/format-types.h for that.
 */
#ifndef PYREFCHECK_FORMAT_H
#define PYREFCHECK_FORMAT_H

#include "contract/contract.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What becomes of one variable argument. */
enum format_use {
	FORMAT_USE_NONE,

	/* PyArg_Parse*: addresses that are written on success; a later
	 * unit's failure leaves earlier ones written.  Those of an optional
	 * unit stay as they were when the argument is absent. */
	FORMAT_OUT_OBJECT,	/* PyObject **: borrowed from who passed the
				 * argument (the argument tuple or the
				 * keyword dictionary), never NULL */
	FORMAT_OUT_CHECKED,	/* likewise, of a known type: format_arg.type
				 * or the FORMAT_IN_TYPE argument before */
	FORMAT_OUT_STRING,	/* char **: points into the argument object */
	FORMAT_OUT_WSTRING,	/* wchar_t **: likewise (u, Z) */
	FORMAT_OUT_BUFFER,	/* Py_buffer *: to be released; filled and
				 * not released when the call fails */
	FORMAT_OUT_MEMORY,	/* char **: fresh, PyMem_Free; not allocated
				 * when the call fails */
	FORMAT_OUT_FILL,	/* char **: as OUT_MEMORY when *p is NULL on
				 * entry, else the memory there is filled */
	FORMAT_OUT_SCALAR,	/* a number of format_arg.ctype is written */
	FORMAT_OUT_LENGTH,	/* the length of the string before */
	FORMAT_OUT_CONVERTED,	/* what the FORMAT_IN_CONVERTER before it
				 * writes; untouched by the call itself */
	FORMAT_IN_CONVERTER,	/* int (*) (PyObject *, void *): called with
				 * the argument object and the address after
				 * it; may be called again with NULL to clean
				 * up when it returned Py_CLEANUP_SUPPORTED
				 * and a later unit fails */
	FORMAT_IN_TYPE,		/* PyTypeObject * that OUT_CHECKED must be of */
	FORMAT_IN_ENCODING,	/* const char *, may be NULL: UTF-8 */

	/* Py_BuildValue, PyObject_Call*, PyUnicode_FromFormat: values. */
	FORMAT_IN_OBJECT,	/* PyObject *: borrowed; the result gets a
				 * reference of its own (build), or it is
				 * only looked at (unicode); NULL is answered
				 * with an exception (build) or not allowed */
	FORMAT_IN_OBJECT_NULL,	/* likewise, NULL has a meaning (%V) */
	FORMAT_IN_STOLEN,	/* PyObject *: the caller's reference is
				 * consumed, also when the call fails */
	FORMAT_IN_SCALAR,	/* a number, after default promotions */
	FORMAT_IN_STRING,	/* const char *, not NULL (unicode) */
	FORMAT_IN_STRING_NULL,	/* const char *: NULL gives None (build), or
				 * stands for "see the argument before" (%V) */
	FORMAT_IN_WSTRING,	/* const wchar_t * */
	FORMAT_IN_LENGTH,	/* the length of the string before */
	FORMAT_IN_POINTER,	/* any pointer, not followed (%p) */
	FORMAT_IN_ADDRESS,	/* pointer to a value of ctype (D) */
	FORMAT_IN_MAKER,	/* PyObject *(*) (void *): returns a new
				 * reference or NULL with an exception */
	FORMAT_IN_MAKER_ARG	/* what the maker before it is called with */
};

/* C types as the formats speak of them; specs/format-ctype.def. */
enum format_ctype {
#define CTYPE(id, text, class, size32, size64) CTYPE_##id,
#include "format-ctype.def"
#undef CTYPE
	N_CTYPES
};

enum format_ctype_class { CTYPE_IS_NONE, CTYPE_IS_INT, CTYPE_IS_UINT,
	CTYPE_IS_FLOAT, CTYPE_IS_STRUCT };

const char *format_ctype_name(enum format_ctype c);
enum format_ctype_class format_ctype_class(enum format_ctype c);
/* Bytes, on a target whose pointers have POINTER_SIZE bytes. */
unsigned format_ctype_size(enum format_ctype c, unsigned pointer_size);

struct format_arg {
	enum format_use use;
	enum format_ctype ctype;	/* OUT_SCALAR, *_LENGTH: pointee or
					 * value; else CTYPE_NONE */
	/* OUT_CHECKED, IN_OBJECT: the type object's name when the code alone
	 * tells it ("PyUnicode_Type"); else NULL. */
	const char *type;
	uint32_t index;		/* which variable argument, from 0 */
};

#define FORMAT_UNIT_MAX_ARGS 4

struct format_unit {
	const char *code;	/* as in the table: "O!", "es#", "ld" */
	/* Where it stands in the format: byte offset and length. */
	uint32_t pos, len;
	/* '(' '[' '{' for what opens a group, 0 for a unit.  Groups have no
	 * arguments; closing brackets are no units. */
	char group;
	uint8_t depth;		/* 0: not within a group */
	/* Parse: which Python argument this is, or is within; from 1. */
	uint32_t parameter;
	bool optional;		/* behind '|' */
	bool keyword_only;	/* behind '$' */
	bool runs_code;		/* converting can run arbitrary Python code */
	bool has_length;	/* written with '#' */
	pyversion since, until;	/* versions that know it; 0: no bound */
	uint8_t n_args;
	struct format_arg args[FORMAT_UNIT_MAX_ARGS];
};

/* What can be wrong in a format alone; FAULT's words are in format.c. */
enum format_fault_kind {
	FORMAT_FAULT_UNKNOWN,		/* a code the grammar does not have */
	FORMAT_FAULT_UNCLOSED,		/* '(' without ')' */
	FORMAT_FAULT_UNOPENED,		/* ')' without '(' */
	FORMAT_FAULT_MISMATCHED,	/* '(' closed by ']' */
	FORMAT_FAULT_TWO_BARS,		/* '|' twice */
	FORMAT_FAULT_TWO_DOLLARS,	/* '$' twice */
	FORMAT_FAULT_DOLLAR_BEFORE_BAR,
	FORMAT_FAULT_DOLLAR_ALONE,	/* '$' without '|': against the
					 * documentation, yet it works */
	FORMAT_FAULT_DOLLAR_NO_KEYWORDS,/* '$' where there are no keywords */
	FORMAT_FAULT_NESTED_MARK,	/* '|' or '$' within '(' ')' */
	FORMAT_FAULT_ODD_DICT,		/* '{' with a key without value */
	FORMAT_FAULT_NOT_ONE,		/* PARSE_ONE: not exactly one unit */
	FORMAT_FAULT_NOT_ASCII		/* unicode: a byte above 127 */
};

struct format_fault {
	enum format_fault_kind kind;
	uint32_t pos;
	const char *text;	/* the offending code, for UNKNOWN */
};

struct format {
	enum format_kind kind;
	const char *text;
	uint32_t len;
	uint32_t n_units;
	struct format_unit *units;
	uint32_t n_args;	/* variable arguments that the units consume */
	uint32_t n_parameters;	/* parse: Python arguments */
	uint32_t n_required;	/* parse: of these, before '|' */
	const char *name;	/* parse: behind ':', or NULL */
	const char *message;	/* parse: behind ';', or NULL */
	uint32_t n_faults;
	struct format_fault *faults;
	/* Splitting ended at an unknown code: there may be further units
	 * that consume arguments.  n_args is then a lower bound. */
	bool incomplete;
};

/* How a call of C's function reads its format; differs from c->format only
 * where the table's word is coarser than the grammars. */
enum format_kind format_kind_of(const struct contract *c);

/* Splits TEXT.  LENGTH is the C type of what '#' consumes: CTYPE_SSIZE, or
 * CTYPE_INT without PY_SSIZE_T_CLEAN (until 3.9).  Everything lives in A;
 * never NULL. */
struct format *format_split(struct arena *a, enum format_kind kind,
			    const char *text, size_t len,
			    enum format_ctype length);

/* The unit and its argument that consume variable argument INDEX, or NULL. */
const struct format_unit *format_unit_of(const struct format *f,
					 uint32_t index,
					 const struct format_arg **arg);

/* The sentence for a fault, without its place. */
const char *format_fault_text(enum format_fault_kind k);

#ifdef __cplusplus
}
#endif
#endif
