/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of gc-protocol. */
#ifndef PYREFCHECK_GC_PROTOCOL_H
#define PYREFCHECK_GC_PROTOCOL_H

#include "check/check.h"
#include "engine/touch.h"

/* Does T's dealloc release what its traverse visits or its clear clears? */
void gc_check_release(struct check_context *c, const struct type_model *t);

/* Does T's traverse, with what it touches SEEN, visit what T owns in memory
 * behind its fields? */
void gc_check_inside(struct check_context *c, const struct type_model *t,
		     const struct touches *seen);
/* Does T's dealloc F, which touches SEEN of the object, release objects behind
 * its fields and never untrack it? */
void gc_check_items(struct check_context *c, const struct type_model *t,
		    const struct function *f, const struct touches *seen);
/* Does T's traverse visit nothing after a question about a flag, which says
 * nothing of what T owns then? */
void gc_check_passed_over(struct check_context *c, const struct type_model *t);
/* Instruction K of block B of F makes an object of T: is it whole when it is
 * tracked? */
void gc_check_track(struct check_context *c, const struct function *f,
		    uint32_t b, uint32_t k, const struct type_model *t);
/* Does T's tp_new free what it allocated as memory? */
void gc_check_new(struct check_context *c, const struct type_model *t);
/* Can Python code reach role R again and again with an object that exists: is
 * it a setter, __init__, a method?  What tp_new alone sets is older than any
 * cycle through it, which another type's tp_clear then breaks. */
bool gc_is_setter(const struct role *r);
/* Elements of an array behind the field at OFFSET: where function BY stores
 * what it is given there, and where tp_traverse reads them. */
struct elements {
	int64_t offset;
	const struct function *by;
	const struct instr *filled, *shown;
};
/* Does a method of T fill an array, of which TRAVERSE visits the elements, with
 * any objects? */
bool gc_elements_may_cycle(struct check_context *c, const struct type_model *t,
			   const struct function *traverse, struct elements *e);
/* The element that F reads of the array behind the field at OFFSET of its first
 * parameter's object; NULL: none. */
const struct instr *gc_elements_shown(const struct declared *d,
				      const struct function *f,
				      int64_t offset);
/* Does T's tp_finalize break the cycles through what the field at OFFSET holds
 * or points to, as that of generators does (PEP 442)? */
bool gc_finalize_breaks(const struct declared *d, const struct type_model *t,
			int64_t offset);
/* The body of T's slot NAME, where it is here and gets an object; or NULL. */
const struct function *gc_slot_body(const struct type_model *t,
				    const char *name);
/* Is NAME a memory function of objects without a GC header? */
bool gc_is_plain_free(const char *name);

/* Are the objects of T made by PyObject_GC_New alone, and given to the
 * collector by nobody?  It knows none of them then. */
bool gc_is_never_tracked(const struct check_context *c,
			 const struct type_model *t);

#endif
