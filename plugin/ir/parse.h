/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to the parser.
 *
 * The text is cut into declarations first, each of which is then parsed
 * alone: an error ends its declaration and no other.  A function's body is
 * read into drafts (body.h), typed, and then built.
 *
 * After an error the token position is at the declaration's end, so every
 * loop that stops at TOK_END stops.
 */
#ifndef PYREFCHECK_PARSE_H
#define PYREFCHECK_PARSE_H

#include "ir/ir.h"
#include "ir/lex.h"

enum decl_kind { DECL_UNIT, DECL_TYPE, DECL_GLOBAL, DECL_FUNCTION };

struct decl {
	enum decl_kind kind;
	uint32_t start;		/* the token behind the keyword */
	uint32_t rest;		/* first token of initialiser or body */
	uint32_t end;
	bool failed;
	struct type *type;
	struct global *global;
	struct function *function;
	struct head *head;	/* FUNCTION, from the parser's arena */
	const char *file;	/* what locations in it are relative to */
};

/* Parameters as a function's head or a function type writes them. */
struct head_param {
	const char *name;
	const struct type *type;
	const struct token *value;	/* %name, or NULL */
};
struct head {
	VEC (struct head_param) params;
	bool is_variadic, is_noreturn, has_params;
	const struct type *result;
};

/* A type that waits for others to be known: a struct's layout, an array
 * "[COUNT]", a const version OF another. */
enum open_kind { OPEN_STRUCT, OPEN_ARRAY, OPEN_CONST };
struct open_type {
	enum open_kind kind;
	struct type *type;
	const struct type *of;	/* CONST */
	uint64_t count;		/* ARRAY */
	bool has_size;		/* STRUCT: it was written */
	uint32_t line;
};

/* A member whose place was not written. */
#define NATURAL_OFFSET UINT64_MAX

struct parser {
	struct unit *u;
	const char *name;	/* of the text, for messages */
	struct buf *errors;
	struct arena arena;	/* scratch */
	const struct token *toks;
	uint32_t pos, end;
	struct token end_token;	/* what is seen at the end */
	const char *file;
	bool failed;		/* the current declaration */
	bool any_failed;
	unsigned depth;		/* nesting of types */
	VEC (struct decl) decls;
	struct map types;	/* interned text of a name -> type */
	struct map consts;	/* type -> its const version */
	struct map literals;	/* length -> a literal's type */
	bool types_known;	/* all declarations of types were parsed */
	VEC (struct open_type) open;
	struct map is_open;	/* types in it */
};

/* parse.c: tokens */
const struct token *peek(const struct parser *p);
void next(struct parser *p);
/* Reports EXPECTED against what is there, and ends the declaration. */
void fail_expected(struct parser *p, const char *expected);
void fail_at(struct parser *p, uint32_t line, const char *fmt, ...)
	PRC_PRINTF(3, 4);
bool at_punct(const struct parser *p, int c);
bool at_word(const struct parser *p, const char *word);
bool accept_punct(struct parser *p, int c);
bool accept_word(struct parser *p, const char *word);
bool expect_punct(struct parser *p, int c, const char *expected);
/* A word or a quoted name, interned; NULL after an error. */
const char *expect_name(struct parser *p, const char *expected);
bool accept_kind(struct parser *p, enum tok kind, const struct token **t);
uint64_t expect_unsigned(struct parser *p, const char *expected);
int64_t expect_signed(struct parser *p, const char *expected);
/* An optionally negative number; returns whether it is a float. */
bool parse_number(struct parser *p, int64_t *i, double *f);
bool at_number(const struct parser *p);
/* "{offset}", or 0. */
int64_t accept_offset(struct parser *p);
/* "!line:column", or an unknown place. */
struct loc accept_loc(struct parser *p);
void expect_line_end(struct parser *p);

/* parse_type.c */
const struct type *builtin_type(struct parser *p, const char *word);
/* Of a literal of LEN bytes. */
const struct type *string_type(struct parser *p, size_t len);
/* The pointer to PyObject. */
const struct type *object_type(struct parser *p);
/* A type; `none' is NULL, as is an error. */
const struct type *parse_type(struct parser *p);
/* Behind a colon, or IMPLIED without one. */
const struct type *parse_annotation(struct parser *p,
				    const struct type *implied);
void declare_type(struct parser *p, struct decl *d);
void parse_type_decl(struct parser *p, struct decl *d);
/* A type that an access goes through; may be undeclared. */
const struct type *parse_record(struct parser *p);
void declare_type(struct parser *p, struct decl *d);
void parse_type_decl(struct parser *p, struct decl *d);
/* At "(": parameters, and behind an arrow the result. */
void parse_head(struct parser *p, struct head *h);
struct type *head_type(struct parser *p, const struct head *h);

/* parse_layout.c */
/* Takes T into the open types, or at once where all types are known. */
void open_type(struct parser *p, struct open_type t);
/* Lays out the structs and arrays, and fills const versions. */
void close_types(struct parser *p);

/* parse_decl.c */
/* At the word `attr'; NULL after an error. */
struct attr *parse_attr(struct parser *p);
void parse_global_head(struct parser *p, struct decl *d);
void parse_global_inits(struct parser *p, struct decl *d);
void parse_function_head(struct parser *p, struct decl *d);

/* parse_body.c */
void parse_function_body(struct parser *p, struct decl *d);

#endif
