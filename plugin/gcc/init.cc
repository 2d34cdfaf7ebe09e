/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Static initialisers, flattened: every scalar of a global with its offset,
 * casts looked through, the type before the casts kept.
 */
#include "gcc/adapter.h"

/* A table larger than this is data, not structure: one INIT_OTHER. */
#define MAX_INITS 20000

struct flat {
	struct adapter *ad;
	VEC (struct init) list;
	location_t where;	/* of the innermost expression that has one */
	bool too_large;
};

static void flatten (struct flat *f, tree value, uint64_t offset, tree type);

static struct init *
add (struct flat *f, enum init_kind kind, uint64_t offset, tree target,
     tree value)
{
	struct init i;

	memset (&i, 0, sizeof i);
	i.kind = kind;
	i.offset = offset;
	i.size = type_byte_size (target);
	i.type = adapter_type (f->ad, TREE_TYPE (value));
	i.loc = adapter_loc (f->ad, f->where);
	if (f->list.n >= MAX_INITS)
		f->too_large = true;
	else
		vec_push (&f->list, i);
	return &f->list.v[f->list.n - 1];
}

/* The object under component and array references, with their offset. */
static tree
constant_base (tree t, int64_t *offset)
{
	uint64_t at;

	for (;;) {
		switch (TREE_CODE (t)) {
		case COMPONENT_REF:
			if (!field_byte_offset (TREE_OPERAND (t, 1), &at))
				return NULL_TREE;
			*offset += (int64_t) at;
			break;
		case ARRAY_REF:
			if (!tree_fits_shwi_p (TREE_OPERAND (t, 1)))
				return NULL_TREE;
			*offset += tree_to_shwi (TREE_OPERAND (t, 1))
				   * (int64_t) type_byte_size (TREE_TYPE (t));
			break;
		case MEM_REF:
			if (TREE_CODE (TREE_OPERAND (t, 0)) != ADDR_EXPR)
				return NULL_TREE;
			*offset += (int64_t) TREE_INT_CST_LOW (
				TREE_OPERAND (t, 1));
			t = TREE_OPERAND (t, 0);
			break;
		case VIEW_CONVERT_EXPR:
			break;
		default:
			return t;
		}
		t = TREE_OPERAND (t, 0);
	}
}

static void
add_address (struct flat *f, tree value, uint64_t offset, tree target,
	     int64_t plus)
{
	tree base = constant_base (TREE_OPERAND (value, 0), &plus);
	struct init *i;

	switch (base ? TREE_CODE (base) : ERROR_MARK) {
	case FUNCTION_DECL: {
		struct ir_function *fn = adapter_function (f->ad, base);

		fn->address_taken = true;
		i = add (f, INIT_FUNC, offset, target, value);
		i->func = fn;
		i->type = unit_ptr_to (f->ad->u,
				       adapter_type (f->ad, TREE_TYPE (base)));
		break;
	}
	case STRING_CST:
		i = add (f, INIT_STRING, offset, target, value);
		i->len = TREE_STRING_LENGTH (base) > 0
			 ? TREE_STRING_LENGTH (base) - 1 : 0;
		i->s = arena_strndup (&f->ad->u->arena,
				      TREE_STRING_POINTER (base), i->len);
		i->i = plus;
		break;
	case VAR_DECL:
	case CONST_DECL: {
		struct global *g = adapter_global (f->ad, base);

		i = add (f, INIT_GLOBAL, offset, target, value);
		i->global = g;
		i->i = plus;
		break;
	}
	default:
		add (f, INIT_OTHER, offset, target, value);
	}
}

static void
add_scalar (struct flat *f, tree value, uint64_t offset, tree target)
{
	int64_t plus = 0;
	struct init *i;

	if (EXPR_HAS_LOCATION (value))
		f->where = EXPR_LOCATION (value);
	for (;;) {
		if (CONVERT_EXPR_P (value) || TREE_CODE (value) == NON_LVALUE_EXPR
		    || TREE_CODE (value) == VIEW_CONVERT_EXPR) {
			value = TREE_OPERAND (value, 0);
		} else if (TREE_CODE (value) == POINTER_PLUS_EXPR
			   && tree_fits_shwi_p (TREE_OPERAND (value, 1))) {
			plus += tree_to_shwi (TREE_OPERAND (value, 1));
			value = TREE_OPERAND (value, 0);
		} else {
			break;
		}
	}
	switch (TREE_CODE (value)) {
	case INTEGER_CST:
		i = add (f, INIT_INT, offset, target, value);
		i->i = (int64_t) TREE_INT_CST_LOW (value) + plus;
		break;
	case REAL_CST: {
		char text[100];

		real_to_decimal (text, TREE_REAL_CST_PTR (value), sizeof text,
				 0, 1);
		i = add (f, INIT_FLOAT, offset, target, value);
		i->f = strtod (text, NULL);
		break;
	}
	case ADDR_EXPR:
		add_address (f, value, offset, target, plus);
		break;
	default:
		add (f, INIT_OTHER, offset, target, value);
	}
}

/* One element of an array, or the range of them that INDEX names. */
static void
flatten_element (struct flat *f, tree index, uint64_t *next, tree value,
		 uint64_t offset, tree element)
{
	uint64_t size = type_byte_size (element), low = *next, high;

	high = low;
	if (index && TREE_CODE (index) == RANGE_EXPR) {
		low = TREE_INT_CST_LOW (TREE_OPERAND (index, 0));
		high = TREE_INT_CST_LOW (TREE_OPERAND (index, 1));
	} else if (index && TREE_CODE (index) == INTEGER_CST) {
		low = high = TREE_INT_CST_LOW (index);
	}
	for (uint64_t k = low; k <= high && !f->too_large; k++)
		flatten (f, value, offset + k * size, element);
	*next = high + 1;
}

static void
flatten_constructor (struct flat *f, tree ctor, uint64_t offset, tree type)
{
	unsigned HOST_WIDE_INT k;
	tree index, value;
	uint64_t next = 0, at;

	FOR_EACH_CONSTRUCTOR_ELT (CONSTRUCTOR_ELTS (ctor), k, index, value) {
		location_t outer = f->where;

		if (f->too_large)
			return;
		if (TREE_CODE (type) == ARRAY_TYPE) {
			flatten_element (f, index, &next, value, offset,
					 TREE_TYPE (type));
		} else if (index && TREE_CODE (index) == FIELD_DECL
			   && field_byte_offset (index, &at)) {
			flatten (f, value, offset + at, TREE_TYPE (index));
		} else {
			add (f, INIT_OTHER, offset, type, value);
		}
		f->where = outer;
	}
}

static void
flatten (struct flat *f, tree value, uint64_t offset, tree type)
{
	if (EXPR_HAS_LOCATION (value))
		f->where = EXPR_LOCATION (value);
	if (TREE_CODE (value) == CONSTRUCTOR
	    && (RECORD_OR_UNION_TYPE_P (type) || TREE_CODE (type) == ARRAY_TYPE)) {
		flatten_constructor (f, value, offset, type);
	} else if (TREE_CODE (value) == STRING_CST
		   && TREE_CODE (type) == ARRAY_TYPE) {
		struct init *i = add (f, INIT_STRING, offset, type, value);

		i->len = TREE_STRING_LENGTH (value) > 0
			 ? TREE_STRING_LENGTH (value) - 1 : 0;
		i->s = arena_strndup (&f->ad->u->arena,
				      TREE_STRING_POINTER (value), i->len);
	} else {
		add_scalar (f, value, offset, type);
	}
}

static int
compare_inits (const void *pa, const void *pb)
{
	const struct init *a = (const struct init *) pa;
	const struct init *b = (const struct init *) pb;

	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

void
adapter_lower_init (struct adapter *ad, struct global *g, tree decl)
{
	tree value = DECL_INITIAL (decl);
	struct flat f;

	if (!value || value == error_mark_node
	    || (TREE_CODE (decl) == VAR_DECL && DECL_EXTERNAL (decl)
		&& !TREE_READONLY (decl)))
		return;
	memset (&f, 0, sizeof f);
	f.ad = ad;
	f.where = UNKNOWN_LOCATION;
	flatten (&f, value, 0, TREE_TYPE (decl));
	g->has_init = true;
	if (f.too_large) {
		f.list.n = 0;
		f.where = UNKNOWN_LOCATION;
		add (&f, INIT_OTHER, 0, TREE_TYPE (decl), value);
	}
	if (f.list.n > 1)
		gcc_stablesort (f.list.v, f.list.n, sizeof *f.list.v,
				compare_inits);
	g->n_inits = f.list.n;
	g->inits = (struct init *) arena_memdup (
		&ad->u->arena, f.list.v, sizeof *f.list.v * (f.list.n + 0));
	vec_release (&f.list);
}
