/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The translation unit: its functions in source order, its globals, and
 * whatever else they name.
 *
 * A declaration gets its record on first sight.  Assembler names are read
 * where GCC has set them, never asked for: asking would create them, and the
 * numbers of later local names with them.
 */
#include "gcc/adapter.h"

/* Was DECL made by a macro of Python's headers? */
static bool
is_macro_variable (struct adapter *ad, tree decl)
{
	location_t where = DECL_SOURCE_LOCATION (decl);
	const char *file;

	if (!ad->python_dir
	    || !linemap_location_from_macro_expansion_p (line_table, where))
		return false;
	file = expand_location_to_spelling_point (where).file;
	return file && !strncmp (file, ad->python_dir, ad->python_dir_len);
}

const char *
adapter_decl_name (struct adapter *ad, tree decl)
{
	tree name = DECL_NAME (decl);

	if (!name || IDENTIFIER_ANON_P (name))
		return NULL;
	if (TREE_CODE (decl) == FUNCTION_DECL)
		return IDENTIFIER_POINTER (name);
	if (DECL_ARTIFICIAL (decl) || DECL_IGNORED_P (decl)) {
		if (TREE_CODE (decl) != PARM_DECL
		    || strcmp (IDENTIFIER_POINTER (name), "this"))
			return NULL;
	} else if (is_macro_variable (ad, decl)) {
		return NULL;
	}
	return IDENTIFIER_POINTER (name);
}

/* The assembler name, if there is one yet, without its verbatim mark. */
static const char *
assembler_name (tree decl)
{
	const char *name;

	if (!HAS_DECL_ASSEMBLER_NAME_P (decl) || !DECL_ASSEMBLER_NAME_SET_P (decl))
		return NULL;
	name = IDENTIFIER_POINTER (DECL_ASSEMBLER_NAME (decl));
	return *name == '*' ? name + 1 : name;
}

/* TEXT, or TEXT.N with the first N that makes it unlike all keys so far. */
static const char *
unique_key (struct adapter *ad, const char *text)
{
	const char *key = unit_intern (ad->u, text);

	for (unsigned n = 0; map_has (&ad->keys, map_key_ptr (key)); n++)
		key = unit_intern (ad->u, arena_printf (&ad->u->arena, "%s.%u",
							text, n));
	map_set (&ad->keys, map_key_ptr (key), (void *) key);
	return key;
}

/* What a built-in of GCC's is called in the C library. */
static const char *
function_name (tree decl, const char *assembler)
{
	const char *name = DECL_NAME (decl)
			   ? IDENTIFIER_POINTER (DECL_NAME (decl)) : NULL;

	if (name && assembler && fndecl_built_in_p (decl, BUILT_IN_NORMAL)
	    && !strncmp (name, "__builtin_", 10)
	    && strncmp (assembler, "__builtin_", 10))
		return assembler;
	/* Clones of constructors and destructors have names that no source
	 * has, "__dt_base " and the like. */
	if (name && decl && strchr (name, ' ')) {
		const char *shown = lang_hooks.decl_printable_name (decl, 1);

		return shown ? shown : name;
	}
	return name ? name : assembler ? assembler : "<unnamed>";
}

static void
fill_function (struct adapter *ad, struct ir_function *f, tree decl)
{
	struct cgraph_node *node = cgraph_node::get (decl);
	location_t where = DECL_SOURCE_LOCATION (decl);
	const char *assembler = assembler_name (decl);

	f->name = unit_intern (ad->u, function_name (decl, assembler));
	f->type = adapter_type (ad, TREE_TYPE (decl));
	f->is_static = !TREE_PUBLIC (decl);
	f->is_inline = DECL_DECLARED_INLINE_P (decl);
	f->in_system_header = in_python_header (ad, where);
	f->is_nothrow = TREE_NOTHROW (decl);
	f->is_cxx = ad->u->is_cxx && assembler
		    && !strncmp (assembler, "_Z", 2);
	f->address_taken |= node && node->address_taken;
	f->attrs = adapter_attrs (ad, DECL_ATTRIBUTES (decl), f->type->attrs);
	f->loc = f->end_loc = adapter_loc (ad, where);
	if (DECL_STRUCT_FUNCTION (decl))
		f->end_loc = adapter_loc (
			ad, DECL_STRUCT_FUNCTION (decl)->function_end_locus);
}

/* C++ constructors and destructors come as several declarations of one body:
 * they are one function here. */
struct ir_function *
adapter_function (struct adapter *ad, tree decl)
{
	struct ir_function *f = (struct ir_function *) map_get (
		&ad->functions, map_key_ptr (decl));
	struct cgraph_node *node;
	const char *key;
	bool is_new;

	if (f)
		return f;
	node = cgraph_node::get (decl);
	if (node && node->cpp_implicit_alias && node->analyzed
	    && node->ultimate_alias_target ()->decl != decl) {
		f = adapter_function (ad, node->ultimate_alias_target ()->decl);
		map_set (&ad->functions, map_key_ptr (decl), f);
		return f;
	}
	key = assembler_name (decl);
	if (!key)
		key = unique_key (ad, function_name (decl, NULL));
	is_new = !map_has (&ad->keys, map_key_ptr (unit_intern (ad->u, key)))
		 || !assembler_name (decl);
	f = unit_function (ad->u, key);
	map_set (&ad->functions, map_key_ptr (decl), f);
	map_set (&ad->keys, map_key_ptr (f->key), (void *) f->key);
	if (is_new || !f->type)
		fill_function (ad, f, decl);
	return f;
}

static void
fill_global (struct adapter *ad, struct global *g, tree decl)
{
	tree context = DECL_CONTEXT (decl);
	location_t where = DECL_SOURCE_LOCATION (decl);

	g->name = DECL_NAME (decl) ? unit_intern (
		ad->u, IDENTIFIER_POINTER (DECL_NAME (decl))) : NULL;
	g->type = adapter_type (ad, TREE_TYPE (decl));
	g->is_static = !TREE_PUBLIC (decl);
	g->is_const = TREE_READONLY (decl);
	g->is_external = DECL_EXTERNAL (decl);
	g->is_thread_local = TREE_CODE (decl) == VAR_DECL
			     && DECL_THREAD_LOCAL_P (decl);
	g->is_local_static = TREE_STATIC (decl) && context
			     && TREE_CODE (context) == FUNCTION_DECL;
	g->in_system_header = in_python_header (ad, where);
	g->loc = adapter_loc (ad, where);
	if (TREE_CODE (decl) == VAR_DECL)
		g->attrs = adapter_attrs (ad, DECL_ATTRIBUTES (decl), NULL);
}

struct global *
adapter_global (struct adapter *ad, tree decl)
{
	struct global *g = (struct global *) map_get (&ad->globals,
						      map_key_ptr (decl));
	const char *key;

	if (g)
		return g;
	key = assembler_name (decl);
	if (key && TREE_PUBLIC (decl)) {
		bool seen = map_has (&ad->keys,
				     map_key_ptr (unit_intern (ad->u, key)));

		g = unit_global (ad->u, key);
		map_set (&ad->globals, map_key_ptr (decl), g);
		if (seen)
			return g;
		map_set (&ad->keys, map_key_ptr (g->key), (void *) g->key);
	} else {
		if (!key)
			key = DECL_NAME (decl)
			      ? IDENTIFIER_POINTER (DECL_NAME (decl))
			      : ".constant";
		g = unit_global (ad->u, unique_key (ad, key));
		map_set (&ad->globals, map_key_ptr (decl), g);
	}
	fill_global (ad, g, decl);
	adapter_lower_init (ad, g, decl);
	return g;
}

/* ----------------------------------------------------------- the unit */

static int
compare_bodies (const void *pa, const void *pb)
{
	const struct body *a = *(struct body *const *) pa;
	const struct body *b = *(struct body *const *) pb;
	location_t la = DECL_SOURCE_LOCATION (a->decl);
	location_t lb = DECL_SOURCE_LOCATION (b->decl);

	if (la != lb)
		return la < lb ? -1 : 1;
	return a->node->order < b->node->order ? -1
	       : a->node->order > b->node->order;
}

static void
collect_bodies (struct adapter *ad)
{
	struct cgraph_node *node;

	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node) {
		struct function *fun = DECL_STRUCT_FUNCTION (node->decl);
		struct body *b;

		if (!fun || !fun->cfg || !gimple_in_ssa_p (fun))
			continue;
		b = ARENA_NEW (&ad->u->arena, struct body);
		b->decl = node->decl;
		b->node = node;
		vec_push (&ad->bodies, b);
	}
	if (ad->bodies.n)
		gcc_qsort (ad->bodies.v, ad->bodies.n, sizeof *ad->bodies.v,
			   compare_bodies);
}

static int
compare_variables (const void *pa, const void *pb)
{
	const varpool_node *a = *(varpool_node *const *) pa;
	const varpool_node *b = *(varpool_node *const *) pb;

	return a->order < b->order ? -1 : a->order > b->order;
}

/* Virtual tables and type information are looked at only where they are
 * used: GCC may still be making them. */
static void
lower_variables (struct adapter *ad)
{
	VEC (varpool_node *) nodes = { NULL, 0, 0 };
	varpool_node *node;

	FOR_EACH_VARIABLE (node)
		if (!(DECL_ARTIFICIAL (node->decl)
		      && !DECL_NAME (node->decl))
		    && !DECL_VIRTUAL_P (node->decl)
		    && !DECL_EXTERNAL (node->decl))
			vec_push (&nodes, node);
	if (nodes.n)
		gcc_qsort (nodes.v, nodes.n, sizeof *nodes.v,
			   compare_variables);
	for (uint32_t i = 0; i < nodes.n; i++)
		adapter_global (ad, nodes.v[i]->decl);
	vec_release (&nodes);
}

void
adapter_lower_unit (struct adapter *ad)
{
	collect_bodies (ad);
	for (uint32_t i = 0; i < ad->bodies.n; i++)
		ad->bodies.v[i]->fn = adapter_function (ad,
							ad->bodies.v[i]->decl);
	lower_variables (ad);
	for (uint32_t i = 0; i < ad->bodies.n; i++) {
		ad->current = ad->bodies.v[i]->fn;
		push_cfun (DECL_STRUCT_FUNCTION (ad->bodies.v[i]->decl));
		lower_body (ad, ad->bodies.v[i]);
		pop_cfun ();
	}
}

void
adapter_release (struct adapter *ad)
{
	map_release (&ad->types);
	map_release (&ad->named);
	map_release (&ad->functions);
	map_release (&ad->globals);
	map_release (&ad->locs);
	map_release (&ad->keys);
	vec_release (&ad->bodies);
	unit_free (ad->u);
}
