/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of plugin/gcc know of each other. */
#ifndef PYREFCHECK_GCC_ADAPTER_H
#define PYREFCHECK_GCC_ADAPTER_H

#include "gcc/core.h"

/* One translation unit on its way into the IR. */
struct adapter {
	struct unit *u;
	const struct options *options;
	struct map types;	/* type node -> struct type */
	struct map named;	/* main variant, qualifiers, name -> type */
	struct map functions;	/* decl -> struct ir_function */
	struct map globals;	/* decl -> struct global */
	struct map locs;	/* location_t -> struct loc */
	struct map keys;	/* interned key -> itself: those in use */
	VEC (struct body *) bodies;
	struct ir_function *current;	/* the one being lowered */
	const char *python_dir;	/* of Python.h, with its slash; or NULL */
	size_t python_dir_len;
};

/* A function with a body, in both worlds. */
struct body {
	tree decl;
	struct cgraph_node *node;
	struct ir_function *fn;
};

/* ------------------------------------------------------------- unit.cc */

/* Lowers the whole translation unit. */
void adapter_lower_unit (struct adapter *ad);
void adapter_release (struct adapter *ad);
struct ir_function *adapter_function (struct adapter *ad, tree decl);
struct global *adapter_global (struct adapter *ad, tree decl);
/* The unit's name of DECL in the source, or NULL when it has none that a
 * user wrote. */
const char *adapter_decl_name (struct adapter *ad, tree decl);

/* ------------------------------------------------------------- init.cc */

/* Flattens DECL's initialiser into G. */
void adapter_lower_init (struct adapter *ad, struct global *g, tree decl);

/* ------------------------------------------------------------ macro.cc */

bool adapter_saw_python (struct adapter *ad);
void adapter_read_macros (struct adapter *ad);
void adapter_define_macros (void);

/* ------------------------------------------------------- lower-type.cc */

const struct type *adapter_type (struct adapter *ad, tree type);
/* Byte offset of FIELD in its struct; false when it is not constant. */
bool field_byte_offset (tree field, uint64_t *offset);
uint64_t type_byte_size (tree type);

/* -------------------------------------------------------- attribute.cc */

void adapter_register_attributes (void);
/* Prepends the attributes in LIST to TAIL. */
const struct attr *adapter_attrs (struct adapter *ad, tree list,
				  const struct attr *tail);

/* ----------------------------------------------------------- locate.cc */

struct loc adapter_loc (struct adapter *ad, location_t where);
/* Where to show something at WHERE: outside of the headers whose macros
 * spelled it. */
location_t visible_location (const char *python_dir, location_t where);
bool in_python_header (struct adapter *ad, location_t where);
/* Does "(void)" stand before the expression at WHERE? */
bool is_cast_to_void (location_t where);

/* ---------------------------------------------------- lowering a body */

struct lowering {
	struct adapter *ad;
	struct unit *u;
	struct fn_builder *b;
	struct ir_function *f;
	struct function *fun;
	const char *why;	/* not to be lowered, because */
	vid *ssa;		/* by SSA_NAME_VERSION */
	uint32_t *block;	/* by basic block index: block + 1 */
	uint32_t n_bb;
	struct map locals;	/* decl -> local + 1 */
	struct map params;	/* decl -> vid of the parameter */
	struct map vars;	/* DECL_UID -> dense number */
	uint32_t cur;		/* the block that instructions go to */
	struct loc loc;		/* of the statement being lowered */
};

/* lower.cc */
void lower_body (struct adapter *ad, struct body *body);
static inline void
lower_give_up (struct lowering *l, const char *why)
{
	if (!l->why)
		l->why = why;
}
struct instr *emit (struct lowering *l, enum opcode op);

/* lower-value.cc: operands */
vid lower_value (struct lowering *l, tree t);
vid lower_ssa (struct lowering *l, tree name);
/* A new temporary of TYPE. */
vid lower_temp (struct lowering *l, const struct type *t, const char *name);
uint32_t lower_local (struct lowering *l, tree decl);
bool is_local_memory (struct lowering *l, tree decl);
uint32_t lower_var (struct lowering *l, tree decl);
/* An unknown value that depends on N operands. */
vid lower_unknown (struct lowering *l, const struct type *t, tree *ops,
		   unsigned n);
/* The constant address, of type T, of a declared object, function or string,
 * plus OFFSET; 0 when BASE is something else. */
vid lower_object (struct lowering *l, tree base, const struct type *t,
		  int64_t offset);
/* The address, of type T, of what REF refers to: a constant or an OP_ADDR. */
vid lower_address (struct lowering *l, tree ref, const struct type *t);

/* lower-place.cc: memory references */
void lower_place (struct lowering *l, tree ref, struct place *p);
bool place_is_memory (tree ref);
bool place_is_followed (tree name);
tree place_object (tree ref);

/* spell.cc: how a user writes it */
const char *spell_ref (struct adapter *ad, tree ref);

/* lower-assign.cc */
void lower_assign (struct lowering *l, gassign *stmt);
enum cmp lower_cmp_code (enum tree_code code);
/* Stores value V into the memory reference REF. */
void lower_store (struct lowering *l, tree ref, vid v);
vid lower_load (struct lowering *l, tree ref, const char *name);

/* lower-call.cc */
void lower_call (struct lowering *l, gcall *call);

/* ------------------------------------------------------- diagnose.cc */

/* Shows the findings, and takes from the list those that the user has asked
 * not to see. */
void adapter_report (struct adapter *ad, struct findings *fs);
/* A warning about the plugin, not about the user's code: -Werror does not
 * make it an error. */
void adapter_own_warning (const char *format, ...)
	__attribute__ ((format (printf, 1, 2)));
void adapter_internal_failure (const struct options *o, const char *what,
			       const char *where);

/* ----------------------------------------------------------- output.cc */

/* For option output=DIR. */
void adapter_write_findings (struct adapter *ad, const struct findings *fs,
			     const struct analysis_stats *stats, bool failed);

/* -------------------------------------------------------- classify.cc */

void classify_init (const struct options *o);
void classify_register_pragma (void);
/* From WHERE on, findings of RULE (NULL: of all) are of KIND. */
void classify (const struct rule *rule, compat_kind kind, location_t where);
/* What a finding of RULE at WHERE becomes, where GCC does not keep count:
 * COMPAT_UNSPECIFIED when nothing was said. */
compat_kind classified_at (const struct rule *rule, location_t where);

/* ----------------------------------------------------- option-hook.cc */

void option_hook_install (void);
/* The borrowed option id of RULE, 0 when there is none. */
int option_hook_id (const struct rule *rule);

/* -------------------------------------------------------------- guard.cc */

/* Calls RUN (DATA); returns NULL, or what ended it early.  May be nested. */
const char *guard_run (void (*run) (void *), void *data);
/* From now on SECONDS of processor time: then what is returned is not 0, and
 * a while later what guard_run called is ended. */
const volatile sig_atomic_t *guard_start_clock (int seconds);
void guard_stop_clock (void);

#endif
