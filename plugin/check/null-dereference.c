/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer that is NULL on this path is dereferenced, also by an accessor
 * macro or inline function. */
#include "check/dataflow.h"
#include "check/emptied.h"
#include "check/open-slot.h"
#include "check/wrong-variable.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

/* Where the NULL came from: the call that failed, or a test. */
static const struct instr *null_source(const struct step *s)
{
	return null_origin(s->before, s->value)->status_of;
}

static bool is_inline_use(const struct step *s)
{
	unsigned class;

	if (s->kind == STEP_ARG
	    && call_is_on(s->run->fn, s->instr, s->arg - 1))
		return true;
	if (s->kind != STEP_ARG || !s->contract
	    || !(s->contract->flags & CF_INLINE)
	    || s->arg > s->contract->n_params)
		return false;
	class = s->contract->params[s->arg - 1];
	return class == ARG_OBJ || class == ARG_TYPE || class == ARG_PTR;
}

/* The local variable that the use reads its pointer from; UINT32_MAX: none. */
static uint32_t local_of(const struct function *f, vid v)
{
	const struct instr *def = value_def(f, strip_casts(f, v));
	const struct value *base;

	if (!def || def->op != OP_LOAD || def->place.index
	    || def->place.offset)
		return UINT32_MAX;
	base = fn_value(f, def->place.base);
	return base->kind == VAL_LOCAL && !base->offset ? base->u.local
		: UINT32_MAX;
}

/* Does F compare what LOCAL holds with anything? */
static bool is_compared(const struct function *f, uint32_t local)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if ((in->op == OP_BR || in->op == OP_CMP)
			    && (local_of(f, in->a) == local
				|| local_of(f, in->b) == local))
				return true;
		}
	return false;
}

/* The traceback of an exception that C code raised is NULL, until a frame of
 * Python code is left (Python/errors.c, _PyErr_Fetch; ceval.c,
 * PyTraceBack_Here). */
static bool is_open_traceback(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct thing *t = thing_get(s->before, s->value);
	const struct value *out;
	uint32_t local;

	if (!t || !t->born || t->born->op != OP_CALL || t->born->n_args != 3
	    || (strcmp(instr_callee(s->run, t->born), "PyErr_Fetch")
		&& strcmp(instr_callee(s->run, t->born), "PyErr_GetExcInfo")))
		return false;
	local = local_of(f, s->operand);
	out = fn_value(f, t->born->args[2]);
	return local != UINT32_MAX && out->kind == VAL_LOCAL
		&& out->u.local == local && !is_compared(f, local);
}

/* Members of the interpreter's structs that are NULL as a matter of course:
 * a function without defaults, closure or annotations (Objects/funcobject.c,
 * PyFunction_New). */
static const char *const open_fields[] = { "func_defaults", "func_kwdefaults",
	"func_closure", "func_annotations" };

/* Does F ask anywhere whether MEMBER of a function object is NULL?  Then it
 * knows where it is not. */
static bool asks_for_member(const struct function *f, const char *member)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i], *d;

			if ((in->op != OP_BR && in->op != OP_CMP)
			    || !value_is_zero(f, in->b))
				continue;
			d = value_def(f, strip_casts(f, in->a));
			if (d && d->op == OP_LOAD && d->place.field
			    && !strcmp(d->place.field, member))
				return true;
		}
	return false;
}

static bool is_open_field(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct instr *def = value_def(f, strip_casts(f, s->operand));
	const struct type *t = def && def->op == OP_LOAD && def->place.field
		? def->place.record : NULL;
	size_t i;

	if (!t || !t->name || strcmp(t->name, "PyFunctionObject")
	    || sym_is_nonnull(s->before, s->value))
		return false;
	for (i = 0; i < ARRAY_SIZE (open_fields); i++)
		if (!strcmp(def->place.field, open_fields[i]))
			return !asks_for_member(f, def->place.field);
	return false;
}

/* A member of a Py_buffer that was not asked for: see run_note_unasked. */
static const struct { const char *member, *flag; } unasked[] = {
	{ "format", "PyBUF_FORMAT" }, { "shape", "PyBUF_ND" },
	{ "strides", "PyBUF_STRIDES" }, { "suboffsets", "PyBUF_INDIRECT" } };

/* Is V a view that F was handed, and fills itself for all that is seen?  An
 * exporter's members are NULL or not by what it was asked for. */
static bool is_handed_view(const struct function *f, vid v)
{
	uint32_t b, i;

	if (fn_value(f, strip_casts(f, v))->kind != VAL_PARAM)
		return false;
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct function *t
				= blk->instrs[i].op == OP_CALL
				? call_target(f, &blk->instrs[i]) : NULL;

			if (t && !strcmp(t->name, "PyObject_GetBuffer"))
				return false;
		}
	}
	return true;
}

/* The flag with which the dereferenced member of a buffer would not be NULL;
 * NULL: it is none. */
static const char *unasked_flag(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct instr *def = value_def(f, strip_casts(f, s->operand));
	const struct type *t = def && def->op == OP_LOAD && def->place.field
		? def->place.record : NULL;
	size_t i;

	if (!t || !t->name || strcmp(t->name, "Py_buffer")
	    || !sym_is_null(s->before, s->value)
	    || is_handed_view(f, def->place.base))
		return NULL;
	for (i = 0; i < ARRAY_SIZE(unasked); i++)
		if (!strcmp(def->place.field, unasked[i].member))
			return unasked[i].flag;
	return NULL;
}

static void report_unasked(struct check_context *c, const struct step *s,
			   const char *flag)
{
	const char *name = run_sym_name(s->run, s->before, s->value,
					s->operand);
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL, "‘%s’ is NULL in a buffer "
			  "that was asked for without ‘%s’, and it is "
			  "dereferenced", name, flag);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "it is dereferenced here");
	check_hint(c, fi, "ask for it: ‘%s’", flag);
	check_add(c, fi);
}

static void report_field(struct check_context *c, const struct step *s)
{
	const char *name = run_sym_name(s->run, s->before, s->value,
					s->operand);
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL, "‘%s’ is NULL where the "
			  "function has none, and it is dereferenced", name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "it is dereferenced here");
	check_hint(c, fi, "test ‘%s’ first", name);
	check_add(c, fi);
}

static void report_traceback(struct check_context *c, const struct step *s)
{
	const struct thing *t = thing_get(s->before, s->value);
	const char *name = run_sym_name(s->run, s->before, s->value,
					s->operand);
	struct finding *fi;

	fi = step_finding(c, s, s->before, t, "‘%s’ is NULL where C code "
			  "raised the exception, and it is dereferenced",
			  name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "it is dereferenced here");
	check_hint(c, fi, "test ‘%s’ first", name);
	check_add(c, fi);
}

/* Where what a call gave, unchecked, was told to be dereferenced. */
struct told {
	const struct told *next;
	struct position at;
};

/* Is there a way to TO that does not come by the call? */
struct later { const struct instr *to, *call; };

static enum path_verdict comes_to(const struct function *f, struct position p,
				  void *data)
{
	const struct later *l = data;
	const struct instr *i = instr_at(f, p);

	return i == l->to ? PATH_FOUND : i == l->call ? PATH_STOP : PATH_ON;
}

/* Short memory: who dereferences the NULL of call SOURCE once does it again and
 * again, and the first place is the one that ends the program. */
static bool is_told_before(struct check_context *c, const struct step *s,
			   const struct instr *source)
{
	struct later l = { s->instr, source };
	struct map *m = *c->data;
	struct told *told;
	const struct told *t;

	if (!s->before->memory_only || !source || source->op != OP_CALL)
		return false;
	if (!m)
		*c->data = m = ARENA_NEW(&c->findings->arena, struct map);
	for (t = map_get(m, map_key_ptr(source)); t; t = t->next) {
		struct position from = { t->at.block, t->at.instr + 1 };

		if (instr_at(s->run->fn, t->at) == s->instr)
			return false;
		if (path_find(s->run->fn, from, comes_to, NULL, &l, NULL))
			return true;
	}
	told = ARENA_NEW(&c->findings->arena, struct told);
	told->next = map_get(m, map_key_ptr(source));
	told->at = (struct position) { s->run->block_id, s->run->instr_id };
	map_set(m, map_key_ptr(source), told);
	return false;
}

static void finish(struct check_context *c)
{
	if (*c->data)
		map_release(*c->data);
}

static void step(struct check_context *c, const struct step *s)
{
	const struct instr *source;
	struct finding *fi;
	const char *name, *flag;

	open_slot_step(c, s);
	if (s->kind != STEP_DEREF && !is_inline_use(s))
		return;
	if (is_open_traceback(s)) {
		report_traceback(c, s);
		return;
	}
	if (is_open_field(s)) {
		report_field(c, s);
		return;
	}
	flag = s->kind == STEP_DEREF ? unasked_flag(s) : NULL;
	if (flag) {
		report_unasked(c, s, flag);
		return;
	}
	if (!sym_is_null_based(s->before, s->value)
	    || !step_is_credible(c, s, s->before))
		return;
	source = null_source(s);
	if (null_is_doubtful(s, source)
	    || (call_is_assumed(c, s, source) && !step_null_was_tested(s)))
		return;
	/* A plain C pointer that no call returned is another tool's. */
	if (!source && s->kind == STEP_DEREF
	    && !type_is_object_ptr(s->run->fn->values[s->operand].type)
	    && !thing_get(s->before, s->value))
		return;
	if (is_told_before(c, s, source))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	if (s->kind == STEP_ARG)
		fi = step_finding(c, s, s->before, NULL, "‘%s’ is NULL here "
				  "and ‘%s’ dereferences it", name,
				  step_callee(s));
	else
		fi = step_finding(c, s, s->before, NULL,
				  "dereference of ‘%s’, which is NULL here",
				  name);
	if (source && source->op == OP_CALL) {
		fi->cause = source->loc;
		check_hint(c, fi, "test what ‘%s’ returned before it is used",
			   instr_callee(s->run, source));
	}
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is NULL here", name);
	check_add(c, fi);
}

const struct check check_null_dereference = {
	.unit = emptied_fields, .call = wrong_variable_call, .step = step,
	.finish = finish,
	.steps = ON(DEREF) | ON(ARG) | ON(CALL)
};
