/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heap-type-dealloc: since 3.8 each instance of a heap type owns a reference
 * to its type, which tp_dealloc must release, last of all (Doc/whatsnew/3.8,
 * typeobj.rst, tp_dealloc).
 */
#include "check/check.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { TPFLAGS_HEAPTYPE = 1 << 9 };

struct order {
	const struct declared *d;
	vid self;
};

/* Is V the object's type? */
static bool is_type_value(const struct order *o, const struct function *f,
			  vid v)
{
	int64_t offset;

	return value_is_field(o->d, f, o->self, v, &offset)
		&& offset == TYPE_OFFSET;
}

/* A load from it, or a function of the API that gets it: all of them read it.
 * Another release is told of on its own. */
static enum path_verdict reads_type(const struct function *f,
				    struct position p, void *data)
{
	const struct order *o = data;
	const struct instr *i = instr_at(f, p);
	const struct function *callee = i->op == OP_CALL
		? call_target(f, i) : NULL;
	uint32_t n;

	if (i->op == OP_LOAD && is_type_value(o, f, i->place.base))
		return PATH_FOUND;
	if (!callee || strncmp(callee->name, "PyType_", 7)
	    || !touch_contract(o->d, f, i))
		return PATH_ON;
	for (n = 0; n < i->n_args; n++)
		if (is_type_value(o, f, i->args[n]))
			return PATH_FOUND;
	return PATH_ON;
}

/* Its type: what else is read after the object was freed, is
 * use-after-release's. */
static enum path_verdict reads_self(const struct function *f,
				    struct position p, void *data)
{
	const struct order *o = data;
	const struct instr *i = instr_at(f, p);
	const struct function *callee = i->op == OP_CALL
		? call_target(f, i) : NULL;

	if (i->op == OP_LOAD && i->place.offset == TYPE_OFFSET
	    && !i->place.index
	    && strip_casts(f, i->place.base) == o->self)
		return PATH_FOUND;
	return callee && i->n_args == 1 && strstr(callee->name, "Py_TYPE")
		&& strip_casts(f, i->args[0]) == o->self
		? PATH_FOUND : PATH_ON;
}

static struct position after(const struct touch *x)
{
	struct position p = { x->block, x->instr + 1 };

	return p;
}

static void check_release(struct check_context *c, const struct type_model *t,
			  const struct function *f,
			  const struct touches *seen)
{
	const struct touch *end = touch_find(seen, TOUCH_FREE, -1);
	struct finding *fi;

	if (!end || seen->calls_base
	    || touch_find(seen, TOUCH_RELEASE, TYPE_OFFSET)
	    || touch_find(seen, TOUCH_MAYBE, TYPE_OFFSET))
		return;
	fi = check_finding(c, f, end->loc,
			   "‘%s’ does not release the type, which each instance of the heap type ‘%s’ owns",
			   f->name, t->name);
	check_subject(c, fi, "ob_type");
	check_event(c, fi, t->loc, NULL, "‘%s’ is a heap type", t->name);
	check_event(c, fi, end->loc, end->function,
		    "the object is freed here, and its reference to the type is lost");
	check_hint(c, fi, "keep ‘PyTypeObject *tp = Py_TYPE (self);’ and end with ‘Py_DECREF (tp);’");
	check_add(c, fi);
}

/* ------------------------------------------------------ on some paths */

struct ends {
	struct order order;
	const struct touches *seen;
	const struct touch *goal;
};

static const struct touch *type_release_at(const struct ends *e,
					   struct position p)
{
	uint32_t n;

	for (n = 0; n < e->seen->list.n; n++) {
		const struct touch *x = &e->seen->list.v[n];

		if (x->block == p.block && x->instr == p.instr
		    && x->kind == TOUCH_RELEASE && x->offset == TYPE_OFFSET)
			return x;
	}
	return NULL;
}

/* Does branch BR, the last of its block, look whether the type is a heap
 * type?  It is one. */
static bool asks_heap_type(const struct order *o, const struct function *f,
			   const struct instr *br)
{
	const struct instr *def;
	const struct value *mask;

	if (br->op != OP_BR || (br->cmp != CMP_EQ && br->cmp != CMP_NE)
	    || !value_is_zero(f, br->b))
		return false;
	def = value_def(f, strip_casts(f, br->a));
	if (def && def->op == OP_CALL) {
		const struct function *callee = call_target(f, def);

		if (!callee || strcmp(callee->name, "PyType_HasFeature")
		    || def->n_args != 2)
			return false;
		mask = fn_value(f, strip_casts(f, def->args[1]));
		return mask->kind == VAL_INT && mask->u.i == TPFLAGS_HEAPTYPE
			&& is_type_value(o, f, def->args[0]);
	}
	if (!def || def->op != OP_AND)
		return false;
	mask = fn_value(f, strip_casts(f, def->b));
	def = value_def(f, strip_casts(f, def->a));
	return mask->kind == VAL_INT && mask->u.i == TPFLAGS_HEAPTYPE
		&& def && def->op == OP_LOAD && def->place.field
		&& !strcmp(def->place.field, "tp_flags")
		&& is_type_value(o, f, def->place.base);
}

/* Not the way on which it is none. */
static bool fits_heap_type(const struct function *f, const struct edge *e,
			   void *data)
{
	const struct ends *x = data;
	const struct instr *br = block_last(&f->blocks[e->from]);

	if (e->kind == EDGE_EH)
		return false;
	return !asks_heap_type(&x->order, f, br)
		|| (br->cmp == CMP_NE) == (e->kind == EDGE_TRUE);
}

/* The freeing, with no release of the type before. */
static enum path_verdict frees_first(const struct function *f,
				     struct position p, void *data)
{
	const struct ends *e = data;

	(void) f;
	if (type_release_at(e, p))
		return PATH_STOP;
	return p.block == e->goal->block && p.instr == e->goal->instr
		? PATH_FOUND : PATH_ON;
}

/* The return, come what may, with no release of the type before.  What a
 * test after the freeing decides can depend on whether there is a release to
 * make, and is passed over. */
static enum path_verdict returns_kept(const struct function *f,
				      struct position p, void *data)
{
	const struct ends *e = data;
	enum opcode op = instr_at(f, p)->op;

	if (type_release_at(data, p) || op == OP_SWITCH
	    || (op == OP_BR && !asks_heap_type(&e->order, f, instr_at(f, p))))
		return PATH_STOP;
	return op == OP_RET ? PATH_FOUND : PATH_ON;
}

/* The second release on one path. */
static enum path_verdict releases_again(const struct function *f,
					struct position p, void *data)
{
	(void) f;
	return type_release_at(data, p) ? PATH_FOUND : PATH_ON;
}

static void check_paths(struct check_context *c, const struct type_model *t,
			const struct function *f, const struct touches *seen)
{
	struct ends e = { .order = { c->declared, f->params[0] },
		.seen = seen };
	struct position entry = { 0, 0 }, at;
	struct finding *fi;
	uint32_t n;

	for (n = 0; n < seen->list.n; n++) {
		const struct touch *x = &seen->list.v[n];

		e.goal = x;
		if (x->function != f)
			continue;
		if (x->kind == TOUCH_FREE
		    && path_find(f, entry, frees_first, fits_heap_type, &e,
				NULL)
		    && path_find(f, after(x), returns_kept, fits_heap_type,
				&e, NULL)) {
			fi = check_finding(c, f, x->loc,
				"‘%s’ does not release the type of ‘%s’ on this way",
				f->name, t->name);
			check_subject(c, fi, "ob_type");
			check_event(c, fi, x->loc, f, "the object is freed here, and its reference to the type is lost");
			check_hint(c, fi, "end with ‘Py_DECREF (tp);’ here too");
			check_add(c, fi);
		}
		if (x->kind == TOUCH_RELEASE && x->offset == TYPE_OFFSET
		    && path_find(f, after(x), releases_again, fits_heap_type,
				&e, &at)) {
			fi = check_finding(c, f, instr_at(f, at)->loc,
				"‘%s’ releases the type of ‘%s’ twice",
				f->name, t->name);
			check_subject(c, fi, "ob_type");
			check_event(c, fi, x->loc, f, "the object's one reference to its type is released here");
			check_event(c, fi, instr_at(f, at)->loc, f,
				    "it is released again here");
			check_hint(c, fi, "release it once");
			check_add(c, fi);
		}
	}
}

static void check_order(struct check_context *c, const struct type_model *t,
			const struct function *f, const struct touches *seen)
{
	const struct touch *drop = touch_find(seen, TOUCH_RELEASE,
					      TYPE_OFFSET);
	const struct touch *end = touch_find(seen, TOUCH_FREE, -1);
	struct order o = { c->declared, f->params[0] };
	struct position at;
	struct finding *fi;

	if (drop && drop->function == f
	    && path_find(f, after(drop), reads_type, NULL, &o, &at)) {
		fi = check_finding(c, f, instr_at(f, at)->loc,
			"‘%s’ reads from the type of ‘%s’ after releasing it",
			f->name, t->name);
		check_subject(c, fi, "ob_type");
		check_event(c, fi, drop->loc, f,
			    "the object's reference to its type is released here");
		check_event(c, fi, instr_at(f, at)->loc, f,
			    "the type is read here");
		check_hint(c, fi, "release the type last");
		check_add(c, fi);
	}
	if (end && end->function == f
	    && path_find(f, after(end), reads_self, NULL, &o, &at)) {
		fi = check_finding(c, f, instr_at(f, at)->loc,
			"‘%s’ reads from the object after freeing it",
			f->name);
		check_subject(c, fi, "self");
		check_event(c, fi, end->loc, f, "the object is freed here");
		check_event(c, fi, instr_at(f, at)->loc, f,
			    "it is read here");
		check_hint(c, fi, "keep ‘PyTypeObject *tp = Py_TYPE (self);’ before it is freed");
		check_add(c, fi);
	}
}

static void check_function(struct check_context *c, const struct type_model *t,
			   const struct function *f,
			   const struct touches *seen)
{
	static const char *const wrong[] = { "free", "PyMem_Free",
		"PyMem_RawFree", "PyMem_Del" };
	const struct touch *end = touch_find(seen, TOUCH_FREE, -1);
	struct finding *fi;
	size_t i;

	for (i = 0; end && end->callee && i < ARRAY_SIZE (wrong); i++) {
		if (strcmp(end->callee, wrong[i]) || type_slot(t, "tp_alloc"))
			continue;
		fi = check_finding(c, f, end->loc,
			"‘%s’ frees an instance of ‘%s’ with ‘%s’", f->name,
			t->name, end->callee);
		check_subject(c, fi, end->callee);
		check_hint(c, fi, "use the type's ‘tp_free’");
		check_add(c, fi);
	}
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];
		const struct slot_use *use = type_slot(t, "tp_dealloc");
		const struct function *f = use ? use->function : NULL;
		struct touches seen = { { 0 } };

		if (!t->is_heap || t->is_generated || c->version < PYVERSION (3, 8) || !f
		    || !f->has_body || !f->n_params)
			continue;
		touches_of_param(c->declared, f, 0, &seen);
		if (!seen.escapes_whole) {
			check_release(c, t, f, &seen);
			check_order(c, t, f, &seen);
			if (!seen.calls_base
			    && touch_find(&seen, TOUCH_RELEASE, TYPE_OFFSET))
				check_paths(c, t, f, &seen);
			check_function(c, t, f, &seen);
		}
		touches_release(&seen);
	}
}

const struct check check_heap_type_dealloc = { .unit = unit };
