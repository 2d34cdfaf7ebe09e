/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The intermediate representation: a translation unit in SSA form, as the
 * engine and the checks see it, and the C interface that builds it.
 *
 * Values are SSA: each struct value of kind VAL_SSA or VAL_PARAM is defined
 * once.  Memory is reached by loads and stores through places: a base (a
 * value that is an address), a constant byte offset and at most one scaled
 * index.  Everything lives in the unit's arena.
 *
 * All strings are interned in unit->strings: compare them by pointer.
 */
#ifndef PYREFCHECK_IR_H
#define PYREFCHECK_IR_H

#include "base/attr.h"
#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -------------------------------------------------------------- types */

enum type_kind {
	TYPE_VOID, TYPE_INT, TYPE_FLOAT, TYPE_PTR, TYPE_STRUCT, TYPE_ARRAY,
	TYPE_FUNC,
	TYPE_OTHER	/* complex, vector: opaque bytes */
};

struct type;

struct field {
	const char *name;	/* NULL for an anonymous member */
	const struct type *type;
	uint64_t offset;	/* bytes from the start of the struct */
	const struct attr *attrs;	/* list, or NULL */
};

struct type {
	enum type_kind kind;
	bool is_unsigned;	/* INT */
	bool is_bool;		/* INT: _Bool / bool */
	bool is_char;		/* INT: plain char, of either signedness */
	bool is_enum;		/* INT */
	bool is_const;		/* qualified, where it is a pointee */
	bool is_union;		/* STRUCT */
	/* STRUCT whose instances are Python objects: PyObject itself, or one
	 * whose member at offset 0 is (recursively) such a struct, or one
	 * with ob_refcnt first and ob_type behind it. */
	bool is_object;
	bool is_variadic;	/* FUNC */
	bool is_noreturn;	/* FUNC */
	uint64_t size;		/* bytes; 0 when unknown or incomplete */
	/* As a user would spell it: a typedef's name where one was used
	 * ("Py_ssize_t", "PyListObject"), else the tag or the basic name. */
	const char *name;
	/* STRUCT: its tag, where it has one ("_object"); else name. */
	const char *tag;
	const struct type *inner;	/* PTR, ARRAY, FUNC: result */
	uint32_t n_fields;		/* STRUCT members, FUNC parameters */
	struct field *fields;
	const struct attr *attrs;	/* of a function type or struct */
};

/* A pointer to a Python object: the type the reference checks care for. */
static inline bool type_is_object_ptr(const struct type *t)
{
	return t && t->kind == TYPE_PTR && t->inner
		&& t->inner->kind == TYPE_STRUCT && t->inner->is_object;
}

/* The member at byte OFFSET of struct T, descending into nested structs
 * until a scalar or array is found; NULL when there is none. */
const struct field *type_field_at(const struct type *t, uint64_t offset);
/* The first direct member of T called NAME, or NULL. */
const struct field *type_field_named(const struct type *t, const char *name);

const struct attr *attr_find(const struct attr *list, const char *name);

/* ------------------------------------------------------------- values */

/* Index into function->values; 0 is "none". */
typedef uint32_t vid;

struct global;
struct function;

enum value_kind {
	VAL_NONE,
	VAL_SSA,	/* defined by an instruction or PHI */
	VAL_PARAM,	/* the incoming value of parameter number u.param */
	VAL_INT,	/* u.i; a pointer type with 0 is NULL */
	VAL_FLOAT,	/* u.f */
	VAL_STRING,	/* the address of a string literal, plus offset */
	VAL_GLOBAL,	/* the address of u.global, plus offset */
	VAL_LOCAL,	/* the address of local number u.local, plus offset */
	VAL_FUNC,	/* the address of u.func */
	VAL_UNDEF	/* an uninitialised variable's value */
};

struct value {
	enum value_kind kind;
	const struct type *type;
	/* The user's name of the variable, or NULL for a temporary. */
	const char *name;
	/* Which variable this is a version of (0: a temporary).  Two SSA
	 * values with one var are versions of one source variable. */
	uint32_t var;
	int64_t offset;		/* STRING, GLOBAL, LOCAL */
	union {
		int64_t i;
		double f;
		struct { const char *s; size_t len; } str;
		struct global *global;
		struct function *func;
		uint32_t local;
		uint32_t param;
	} u;
	/* SSA: the defining block and instruction (or PHI when is_phi). */
	uint32_t def_block, def_instr;
	bool is_phi;
};

/* A constant in a static initialiser. */
enum init_kind { INIT_INT, INIT_FLOAT, INIT_STRING, INIT_GLOBAL, INIT_FUNC,
	INIT_OTHER };

struct init {
	uint64_t offset;	/* bytes from the start of the global */
	uint64_t size;		/* bytes this scalar occupies */
	enum init_kind kind;
	int64_t i;		/* INT; offset into GLOBAL or STRING */
	double f;
	const char *s;		/* STRING, with its length */
	size_t len;
	struct global *global;
	struct function *func;	/* casts have been looked through */
	/* The type of the expression before any cast: a method's real
	 * signature hides behind (PyCFunction). */
	const struct type *type;
	struct loc loc;		/* of this element where known */
};

struct global {
	const char *name;	/* local statics: their source name */
	/* Unique in the unit: the assembler name or name.N. */
	const char *key;
	uint32_t number;	/* in the unit's order */
	const struct type *type;
	bool is_static, is_const, is_external;	/* external: no definition */
	bool is_local_static;	/* declared inside a function */
	bool is_thread_local;
	bool in_system_header;
	/* Scalar elements, sorted by offset; what is not listed is zero.
	 * has_init false: no initialiser (all zero when defined here). */
	bool has_init;
	struct init *inits;
	uint32_t n_inits;
	const struct attr *attrs;
	struct loc loc;
};

/* ------------------------------------------------------- instructions */

enum opcode {
#define OPCODE(id, text, flags) OP_##id,
#include "ir/opcode.def"
#undef OPCODE
	N_OPCODES
};

enum cmp { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE,
	/* floating comparison that the lattice has no word for */
	CMP_OTHER };

struct place {
	vid base;		/* an address: pointer value, &local, &global */
	vid index;		/* 0: none; else offset + index * stride */
	int64_t offset;		/* bytes */
	uint64_t stride;
	uint64_t size;		/* bytes accessed; 0 unknown */
	/* How the user spells it ("self->items", "buf[i]"), or NULL. */
	const char *spelling;
	/* The struct that the access goes through and its member, or NULL:
	 * for self->items: "Foo" (the struct) and "items". */
	const struct type *record;
	const char *field;
	int64_t record_at;	/* where that struct begins, without the index */
	bool is_bitfield;
	bool is_volatile;
};

struct instr {
	enum opcode op;
	enum cmp cmp;		/* CMP, BR */
	/* Operands compared as unsigned; fn_finish clears it where it means
	 * nothing: EQ, NE. */
	bool cmp_unsigned;
	bool is_tail;		/* reserved for the builder */
	/* CALL: this came from an operator or macro, not from the source
	 * text (a cleanup attribute, a C++ destructor). */
	bool is_artificial;
	/* CALL: the result was cast to void in the source. */
	bool is_void_cast;
	/* SWITCH: every enumerator of what is switched on has a case. */
	bool is_complete;
	vid dst, a, b, c;
	struct place place;
	/* CALL */
	vid callee;		/* VAL_FUNC, or a pointer value */
	uint32_t n_args;
	vid *args;
	struct loc *arg_locs;	/* may be NULL */
	const struct type *fn_type;	/* CALL: called type (TYPE_FUNC) */
	struct loc loc;
};

enum edge_kind { EDGE_JUMP, EDGE_TRUE, EDGE_FALSE, EDGE_CASE, EDGE_DEFAULT,
	EDGE_EH /* a C++ exception or longjmp: not a normal way on */ };

struct edge {
	uint32_t from, to;	/* blocks */
	enum edge_kind kind;
	int64_t low, high;	/* EDGE_CASE: inclusive; several edges to
				 * one block with several ranges are allowed */
	struct loc loc;		/* goto/break/continue statement, if any */
	/* To a loop header; set by fn_finish.  Every cycle, also one with
	 * two entries, has such an edge. */
	bool is_back;
};

struct phi {
	vid dst;
	vid *args;		/* one per block->preds, same order */
	struct loc *locs;	/* likewise; may be NULL */
};

#define NO_RPO UINT32_MAX	/* of an unreachable block */

struct block {
	uint32_t n_phis, n_instrs, n_succs, n_preds;
	struct phi *phis;
	struct instr *instrs;	/* the last one is the terminator */
	/* Edge numbers, ascending.  BR: true then false; EH edges last. */
	uint32_t *succs;
	uint32_t *preds;	/* edge numbers, ascending */
	uint32_t rpo;		/* position in reverse post-order, or NO_RPO */
	uint32_t loop;		/* innermost loop's header block + 1, or 0 */
	uint32_t loop_depth;
	bool is_loop_header;
	bool reachable;		/* set by fn_finish */
};

struct local {
	const char *name;	/* NULL for a compiler temporary */
	const struct type *type;
	struct loc loc;
};

struct function {
	const char *name;	/* as in the source */
	const char *key;	/* unique: assembler name */
	const struct type *type;	/* TYPE_FUNC */
	bool is_static;
	bool is_inline;
	bool in_system_header;	/* defined in Python.h and its like */
	bool address_taken;	/* also from a static initialiser */
	bool has_body;
	bool is_nothrow;
	bool is_cxx;		/* C++ linkage */
	const char *gave_up;	/* why the body is not here, or NULL */
	const char *cut;	/* the budget that ended its analysis, or NULL */
	const struct attr *attrs;	/* declaration and type attributes */
	struct loc loc, end_loc;
	uint32_t id;		/* in unit->functions */
	/* The body; empty when !has_body. */
	uint32_t n_params;
	vid *params;		/* VAL_PARAM values, 0 for none */
	uint32_t n_values, n_blocks, n_edges, n_locals;
	struct value *values;	/* [0] is VAL_NONE */
	struct block *blocks;	/* [0] is the entry */
	struct edge *edges;
	struct local *locals;
	uint32_t *rpo;		/* reachable blocks in reverse post-order */
	uint32_t n_rpo;
	uint32_t n_statements;	/* instructions, for budgets and stats */
	struct body_uses *uses;	/* uses.c's own */
};

/* --------------------------------------------------------------- unit */

struct unit {
	struct arena arena;
	struct interns strings;
	const char *name;	/* main source file as given to the compiler */
	bool is_cxx;
	bool saw_python_h;
	/* From the preprocessor; 0 when it is unknown. */
	uint32_t python_hex;		/* PY_VERSION_HEX, e.g. 0x030b02f0 */
	uint32_t limited_api;		/* Py_LIMITED_API; 3 counts 0x03020000 */
	bool free_threaded;		/* Py_GIL_DISABLED */
	bool debug_build;		/* Py_DEBUG or Py_REF_DEBUG */
	bool ssize_t_clean;		/* PY_SSIZE_T_CLEAN */
	VEC (struct type *) types;
	VEC (struct global *) globals;
	VEC (struct function *) functions;	/* bodies and declarations */
	/* build.c's own: by interned key, by pointee, by width and sign. */
	struct map function_index, global_index, ptr_index, int_index;
};

/* ------------------------------------------------- builder (build.c)
 *
 * What the lowering, the text parser and the tests use.  A function is built
 * by fn_begin, then values, blocks, instructions, edges in any order, then
 * fn_finish, which packs the arrays, computes predecessors, order and loops.
 */

struct fn_builder;	/* opaque */

struct unit *unit_new(const char *name);
void unit_free(struct unit *u);
static inline const char *unit_intern(struct unit *u, const char *s)
{
	return s ? intern(&u->strings, s) : NULL;
}

/* A fresh type record of KIND that the caller fills in. */
struct type *unit_type(struct unit *u, enum type_kind kind);
/* The type "pointer to T"; one record per T. */
const struct type *unit_ptr_to(struct unit *u, const struct type *t);
/* Common basic types by width in bytes; one record each. */
const struct type *unit_int(struct unit *u, unsigned size, bool is_unsigned);
/* Declares, or finds, the function or global with this KEY. */
struct function *unit_function(struct unit *u, const char *key);
struct global *unit_global(struct unit *u, const char *key);

struct fn_builder *fn_begin(struct unit *u, struct function *fn);

/* The next parameter; without a type it has no value: returns 0. */
vid fn_param(struct fn_builder *b, const char *name, const struct type *t);
uint32_t fn_local(struct fn_builder *b, const char *name,
		  const struct type *t, struct loc loc);
vid fn_ssa(struct fn_builder *b, const char *name, uint32_t var,
	   const struct type *t);
/* Says which variable the SSA value or parameter V is a version of. */
void fn_set_var(struct fn_builder *b, vid v, uint32_t var);
/* The type V was made with. */
const struct type *fn_type_of(const struct fn_builder *b, vid v);
/* Constants are shared: the same constant gives the same vid. */
vid fn_int(struct fn_builder *b, const struct type *t, int64_t i);
vid fn_float(struct fn_builder *b, const struct type *t, double f);
vid fn_string(struct fn_builder *b, const struct type *t, const char *s,
	      size_t len, int64_t offset);
vid fn_global(struct fn_builder *b, const struct type *t, struct global *g,
	      int64_t offset);
vid fn_local_addr(struct fn_builder *b, const struct type *t, uint32_t local,
		  int64_t offset);
vid fn_func(struct fn_builder *b, const struct type *t, struct function *f);
vid fn_undef(struct fn_builder *b, const char *name, const struct type *t);

uint32_t fn_block(struct fn_builder *b);
/* Appends to BLOCK a zeroed instruction of OP at LOC and returns it; valid
 * until the next call.  args may point anywhere that outlives fn_finish. */
struct instr *fn_instr(struct fn_builder *b, uint32_t block, enum opcode op,
		       struct loc loc);
void *fn_alloc(struct fn_builder *b, size_t size);	/* the unit's arena */
/* Valid until the next call; fn_finish numbers edges by block. */
struct edge *fn_edge(struct fn_builder *b, uint32_t from, uint32_t to,
		     enum edge_kind kind, struct loc loc);
/* A PHI of BLOCK; its arguments are given per predecessor block by
 * fn_phi_arg, with the number fn_phi returned. */
uint32_t fn_phi(struct fn_builder *b, uint32_t block, vid dst);
void fn_phi_arg(struct fn_builder *b, uint32_t block, uint32_t phi,
		uint32_t pred_block, vid arg, struct loc loc);
/* Ends the building.  With a REASON the function is given up: it keeps its
 * declaration and loses its body. */
void fn_finish(struct fn_builder *b);
void fn_give_up(struct fn_builder *b, const char *reason);

/* ----------------------------------------------- questions (query.c) */

const char *opcode_name(enum opcode op);
const char *cmp_name(enum cmp c);
enum cmp cmp_negate(enum cmp c);	/* !(a C b) */
enum cmp cmp_swap(enum cmp c);		/* (b C a) */
bool op_is_terminator(enum opcode op);
bool op_uses_place(enum opcode op);
bool op_has_result(enum opcode op);	/* may set dst */

static inline const struct value *fn_value(const struct function *f, vid v)
{
	return &f->values[v];
}

static inline const struct instr *block_last(const struct block *b)
{
	return &b->instrs[b->n_instrs - 1];
}

/* The function a call names, or NULL for a call through a pointer. */
static inline struct function *call_target(const struct function *f,
					   const struct instr *i)
{
	const struct value *v = &f->values[i->callee];

	return v->kind == VAL_FUNC ? v->u.func : NULL;
}

/* Is argument N, from 0, the object on which call I calls a const member
 * function of C++?  By the assembler name (Itanium C++ ABI, 5.1.4: N K). */
bool call_is_on(const struct function *f, const struct instr *i, uint32_t n);
/* The instruction that defines V, or NULL for parameters, PHIs and
 * constants. */
const struct instr *value_def(const struct function *f, vid v);
/* The PHI that defines V, or NULL; its arguments are as many as the
 * predecessors of V's def_block. */
const struct phi *value_phi(const struct function *f, vid v);
vid value_strip_copies(const struct function *f, vid v);
/* Is the result of CAST of fewer bits than its operand? */
bool cast_narrows(const struct function *f, const struct instr *cast);
/* Does V hold the null pointer or integer zero as a constant? */
bool value_is_zero(const struct function *f, vid v);
/* The name a user knows V by: its variable, or through its definition the
 * place it was loaded from; NULL when there is none. */
const char *value_spelling(const struct function *f, vid v);

/* Calls CB for each value that the instruction uses, PHIs excepted. */
typedef void (*use_cb)(vid v, void *data);
void instr_uses(const struct instr *i, use_cb cb, void *data);

/* -------------------------------------------------------------- uses.c */

/* Where a value is used: by instruction INSTR of BLOCK, or by its PHI of that
 * number. */
struct value_use {
	uint32_t block, instr;
	bool is_phi;
};

/* The uses of V, *N of them: each instruction once, by block, PHIs first.  The
 * first question reads the body. */
const struct value_use *value_uses(const struct function *f, vid v,
				   uint32_t *n);
/* Asks CB of each instruction AT that uses V, or a copy or cast of it, which it
 * gets, until it says yes; returns whether it did.  PHIs are left out, and what
 * nobody gets to, where alone copies go in a circle. */
typedef bool (*use_is_cb)(const struct function *f, const struct value_use *at,
			  vid v, void *data);
bool value_any_use(const struct function *f, vid v, use_is_cb cb, void *data);

/* The scalar initialiser at byte OFFSET of G, or NULL (zero or unknown). */
const struct init *global_init_at(const struct global *g, uint64_t offset);

/* ------------------------------------------------ text (print.c, parse.c)
 *
 * doc/ir.md defines the text.  Printing and parsing are inverse: the parse
 * of a print prints the same bytes.
 */
void unit_print(const struct unit *u, struct buf *out);
void function_print(const struct unit *u, const struct function *f,
		    struct buf *out);
/* Parses TEXT; on errors fills ERRORS, one "name:line: message" a line, and
 * returns NULL. */
struct unit *unit_parse(const char *name, const char *text,
			struct buf *errors);

/* ---------------------------------------------------------- verify.c */

/* Checks every rule of the IR; appends what is broken to ERRORS, a line
 * each, and returns whether nothing is. */
bool function_verify(const struct unit *u, const struct function *f,
		     struct buf *errors);

#ifdef __cplusplus
}
#endif
#endif
