/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The attributes that users annotate their functions, types and fields with:
 * as __attribute__ ((pyrefcheck_NAME)), as [[pyrefcheck::NAME]], and those of
 * gcc-python-plugin.  GCC only learns that they exist and what they may stand
 * on; what they mean is the core's.
 */
#include "gcc/adapter.h"

enum where { ON_FUNCTION, ON_DECL };

static const struct known {
	const char *name;	/* without a prefix */
	int min, max;		/* arguments; max -1: any number */
	enum where where;
} known[] = {
	{ "returns_new", 0, 0, ON_FUNCTION },
	{ "returns_borrowed", 0, 0, ON_FUNCTION },
	{ "steals", 1, -1, ON_FUNCTION },
	{ "steals_on_success", 1, -1, ON_FUNCTION },
	{ "borrows_from", 1, 1, ON_FUNCTION },
	{ "sets_exception", 0, 0, ON_FUNCTION },
	{ "null_sets_exception", 0, 0, ON_FUNCTION },
	{ "negative_sets_exception", 0, 0, ON_FUNCTION },
	{ "may_return_null_without_exception", 0, 0, ON_FUNCTION },
	{ "needs_gil", 0, 0, ON_FUNCTION },
	{ "releases_gil", 0, 0, ON_FUNCTION },
	{ "acquires_gil", 0, 0, ON_FUNCTION },
	{ "no_python_code", 0, 0, ON_FUNCTION },
	{ "may_be_null", 0, -1, ON_FUNCTION },
	{ "nonnull", 0, -1, ON_FUNCTION },
	{ "noreturn", 0, 0, ON_FUNCTION },
	{ "owns", 0, 0, ON_DECL },
	{ "borrows", 0, 0, ON_DECL },
	{ "ignore", 0, -1, ON_DECL },
};

static const struct known cpychecker[] = {
	{ "returns_borrowed_ref", 0, 0, ON_FUNCTION },
	{ "steals_reference_to_arg", 1, -1, ON_FUNCTION },
	{ "sets_exception", 0, 0, ON_FUNCTION },
	{ "negative_result_sets_exception", 0, 0, ON_FUNCTION },
	{ "type_object_for_typedef", 1, 1, ON_DECL },
};

/* Positions count from 1; names of checks are strings. */
static tree
check_arguments (tree *node, tree name, tree args, int, bool *no_add)
{
	(void) node;
	for (tree a = args; a; a = TREE_CHAIN (a)) {
		tree v = TREE_VALUE (a);

		if (v && TREE_CODE (v) == INTEGER_CST
		    && (!tree_fits_shwi_p (v) || tree_to_shwi (v) < 1)) {
			warning (OPT_Wattributes, "%qE attribute: argument"
				 " positions count from 1", name);
			*no_add = true;
		}
	}
	return NULL_TREE;
}

static void
fill_spec (struct attribute_spec *s, const struct known *k, const char *name)
{
	bool on_type = k->where == ON_FUNCTION;

	struct attribute_spec spec = {
		name, k->min, k->max, !on_type, on_type, on_type, false,
		check_arguments, NULL
	};
	memcpy ((void *) s, (const void *) &spec, sizeof spec);
}

static struct attribute_spec *
make_specs (const struct known *from, size_t n, const char *prefix)
{
	struct attribute_spec *s = XCNEWVEC (struct attribute_spec, n + 1);

	for (size_t i = 0; i < n; i++)
		fill_spec (&s[i], &from[i],
			   concat (prefix, from[i].name, NULL));
	return s;
}

void
adapter_register_attributes (void)
{
	const size_t n = ARRAY_SIZE (known), m = ARRAY_SIZE (cpychecker);
	struct attribute_spec *ours = make_specs (known, n, "pyrefcheck_");
	struct attribute_spec *theirs
		= make_specs (cpychecker, m, "cpychecker_");

	for (size_t i = 0; i < n; i++)
		register_attribute (&ours[i]);
	for (size_t i = 0; i < m; i++)
		register_attribute (&theirs[i]);
	compat_register_scoped (make_specs (known, n, ""), n, "pyrefcheck");
}

/* NAME without the underscores around it, interned. */
static const char *
plain_name (struct unit *u, const char *ns, const char *name)
{
	size_t len = strlen (name);

	if (len > 4 && !strncmp (name, "__", 2)
	    && !strcmp (name + len - 2, "__")) {
		name += 2;
		len -= 4;
	}
	if (ns && !strcmp (ns, "pyrefcheck"))
		return unit_intern (u, arena_printf (&u->arena,
						     "pyrefcheck_%.*s",
						     (int) len, name));
	return intern_n (&u->strings, name, len);
}

static void
lower_argument (struct unit *u, attr::attr_arg *to, tree v)
{
	if (!v)
		return;
	if (TREE_CODE (v) == INTEGER_CST) {
		to->i = (int64_t) TREE_INT_CST_LOW (v);
	} else if (TREE_CODE (v) == STRING_CST) {
		to->is_string = true;
		to->s = unit_intern (u, TREE_STRING_POINTER (v));
	} else if (TREE_CODE (v) == IDENTIFIER_NODE) {
		to->is_string = true;
		to->s = unit_intern (u, IDENTIFIER_POINTER (v));
	} else if (DECL_P (v) && DECL_NAME (v)) {
		to->is_string = true;
		to->s = unit_intern (u, IDENTIFIER_POINTER (DECL_NAME (v)));
	}
}

const struct attr *
adapter_attrs (struct adapter *ad, tree list, const struct attr *tail)
{
	struct unit *u = ad->u;

	for (; list; list = TREE_CHAIN (list)) {
		struct attr *a = ARENA_NEW (&u->arena, struct attr);
		tree ns = get_attribute_namespace (list), args;
		tree name = get_attribute_name (list);
		uint32_t n = 0;

		/* Front ends keep notes of their own there. */
		if (strchr (IDENTIFIER_POINTER (name), ' '))
			continue;
		a->name = plain_name (u, ns ? IDENTIFIER_POINTER (ns) : NULL,
				      IDENTIFIER_POINTER (name));
		for (args = TREE_VALUE (list); args && TREE_CODE (args) == TREE_LIST;
		     args = TREE_CHAIN (args))
			n++;
		a->args = ARENA_ARRAY (&u->arena, attr::attr_arg, n + 1);
		a->n_args = n;
		n = 0;
		for (args = TREE_VALUE (list); args && TREE_CODE (args) == TREE_LIST;
		     args = TREE_CHAIN (args))
			lower_argument (u, &a->args[n++], TREE_VALUE (args));
		a->next = tail;
		tail = a;
	}
	return tail;
}
