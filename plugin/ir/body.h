/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to the parser: a function's body as it was written, before the
 * types that the text leaves out are known.
 */
#ifndef PYREFCHECK_BODY_H
#define PYREFCHECK_BODY_H

#include "ir/parse.h"

enum operand_kind { OPERAND_NONE, OPERAND_VALUE, OPERAND_INT, OPERAND_FLOAT,
	OPERAND_NULL, OPERAND_STRING, OPERAND_SYMBOL, OPERAND_LOCAL,
	OPERAND_UNDEF };

struct operand {
	enum operand_kind kind;
	bool is_typed;			/* by a written type, which is: */
	const struct type *type;
	int64_t i;			/* INT; offset of an address */
	double f;
	const char *s;			/* STRING, SYMBOL, UNDEF */
	size_t len;
	uint32_t number;		/* VALUE, LOCAL */
};

/* A %name.  A type is known when it was written or followed from what stood
 * above; guess_types finds the others. */
struct body_value {
	const char *name;
	uint32_t var;
	const struct type *type;
	bool is_known, is_defined, is_param;
	const struct token *token;	/* of its first use */
	vid id;
};

struct body_local {
	const char *name;
	const struct type *type;
	struct loc loc;
	bool is_declared;
};

struct body_place {
	struct operand base, index;
	int64_t offset, record_at;
	uint64_t stride, size;
	bool has_size, is_member, is_bitfield, is_volatile;
	const char *spelling, *field;
	const struct type *record;
	uint32_t line;
};

struct body_edge {
	enum edge_kind kind;
	const char *label;
	int64_t low, high;
	struct loc loc;
	uint32_t line;
};

struct body_arg { struct operand operand; struct loc loc; };

/* A PHI has blocks and arguments in args, labels beside them. */
struct body_instr {
	enum opcode op;
	bool is_phi;
	enum cmp cmp;
	bool cmp_unsigned, is_artificial, is_void_cast, is_complete;
	uint32_t dst;			/* value + 1, or 0 */
	struct operand operands[3];
	struct body_place place;
	struct operand callee;
	bool has_fn_type;
	const struct type *fn_type;
	uint32_t n_args;
	struct body_arg *args;
	const char **labels;
	struct loc loc;
	uint32_t line, block;
};

struct body_block {
	const char *label;
	VEC (struct body_edge) edges;
	bool is_terminated;
};

struct body {
	struct parser *p;
	struct function *fn;
	const struct head *head;
	VEC (struct body_value) values;
	VEC (uint32_t) params;		/* value + 1, or 0 */
	VEC (struct body_local) locals;
	VEC (struct body_block) blocks;
	VEC (struct body_instr) instrs;	/* of all blocks, in order */
	struct map value_index;		/* interned text -> number + 1 */
	struct map local_index;
	struct map var_index;
	struct map label_index;		/* interned label -> block + 1 */
};

/* parse_place.c */
struct operand parse_operand(struct body *b);
bool at_operand(const struct parser *p);
void parse_place(struct body *b, struct body_place *place);
/* The number of the value that T names, which is new or not. */
uint32_t body_value(struct body *b, const struct token *t);
uint32_t body_local(struct body *b, const struct token *t);

/* infer.c: a type for every value. */
struct surroundings;
void infer_result(struct body *b, struct body_instr *i);
void guess_types(struct body *b);
void type_callees(struct body *b);
const struct type *body_fn_type(struct body *b, const struct body_instr *i);
void resolve_member(struct body *b, struct body_place *place);
const struct type *body_place_type(const struct body_place *place);

/* emit.c: the body by the builder. */
void emit_body(struct body *b);

#endif
