/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GCC's types as struct type.
 *
 * One record per (main variant, const, name as spelled): a typedef's name is
 * what format checks and messages need.  Unnamed pointers are shared by their
 * target.  A record stands in the caches before its parts are lowered, so
 * that recursive types end; all variants of a struct share one field array.
 */
#include "gcc/adapter.h"

uint64_t
type_byte_size (tree type)
{
	tree size = TYPE_SIZE_UNIT (type);

	if (TREE_CODE (type) == VOID_TYPE || TREE_CODE (type) == FUNCTION_TYPE
	    || TREE_CODE (type) == METHOD_TYPE)
		return 0;
	return size && tree_fits_uhwi_p (size) ? tree_to_uhwi (size) : 0;
}

bool
field_byte_offset (tree field, uint64_t *offset)
{
	tree bytes = DECL_FIELD_OFFSET (field);
	tree bits = DECL_FIELD_BIT_OFFSET (field);

	if (!bytes || !bits || !tree_fits_uhwi_p (bytes)
	    || !tree_fits_uhwi_p (bits))
		return false;
	*offset = tree_to_uhwi (bytes) + tree_to_uhwi (bits) / BITS_PER_UNIT;
	return true;
}

static const char *
identifier_text (tree id)
{
	return id ? IDENTIFIER_POINTER (id) : NULL;
}

/* The name that TYPE has as a typedef, tag or basic type. */
static const char *
type_own_name (tree type)
{
	tree name = TYPE_NAME (type);

	if (name && TREE_CODE (name) == TYPE_DECL)
		name = DECL_NAME (name);
	if (!name || TREE_CODE (name) != IDENTIFIER_NODE
	    || IDENTIFIER_ANON_P (name))
		return NULL;
	return identifier_text (name);
}

static bool
has_field_named (tree record, const char *want, bool at_start)
{
	for (tree f = TYPE_FIELDS (record); f; f = DECL_CHAIN (f)) {
		uint64_t offset;

		if (TREE_CODE (f) != FIELD_DECL || !field_byte_offset (f, &offset)
		    || (at_start && offset))
			continue;
		if (DECL_NAME (f)) {
			if (!strcmp (identifier_text (DECL_NAME (f)), want))
				return true;
		} else if (RECORD_OR_UNION_TYPE_P (TREE_TYPE (f))
			   && has_field_named (TREE_TYPE (f), want, at_start)) {
			return true;
		}
	}
	return false;
}

/* Are instances of RECORD Python objects?  See struct type. */
static bool
record_is_object (tree record, unsigned depth)
{
	const char *name;

	if (TREE_CODE (record) != RECORD_TYPE || depth > 16)
		return false;
	record = TYPE_MAIN_VARIANT (record);
	name = type_own_name (record);
	if (name && (!strcmp (name, "_object") || !strcmp (name, "PyObject")))
		return true;
	if (has_field_named (record, "ob_refcnt", true))
		return has_field_named (record, "ob_type", false);
	for (tree f = TYPE_FIELDS (record); f; f = DECL_CHAIN (f)) {
		uint64_t offset;

		if (TREE_CODE (f) != FIELD_DECL
		    || !type_byte_size (TREE_TYPE (f)))
			continue;
		return field_byte_offset (f, &offset) && offset == 0
		       && record_is_object (TREE_TYPE (f), depth + 1);
	}
	return false;
}

static void
lower_fields (struct adapter *ad, struct type *t, tree record)
{
	uint32_t n = 0;

	for (tree f = TYPE_FIELDS (record); f; f = DECL_CHAIN (f))
		n += TREE_CODE (f) == FIELD_DECL;
	t->fields = ARENA_ARRAY (&ad->u->arena, struct field, n + 1);
	t->n_fields = n;
	n = 0;
	for (tree f = TYPE_FIELDS (record); f; f = DECL_CHAIN (f)) {
		struct field *to = &t->fields[n];

		if (TREE_CODE (f) != FIELD_DECL)
			continue;
		n++;
		if (DECL_NAME (f) && !DECL_ARTIFICIAL (f))
			to->name = unit_intern (ad->u,
						identifier_text (DECL_NAME (f)));
		field_byte_offset (f, &to->offset);
		to->attrs = adapter_attrs (ad, DECL_ATTRIBUTES (f), NULL);
	}
	n = 0;
	for (tree f = TYPE_FIELDS (record); f; f = DECL_CHAIN (f))
		if (TREE_CODE (f) == FIELD_DECL)
			t->fields[n++].type = adapter_type (ad, TREE_TYPE (f));
}

static void
lower_record (struct adapter *ad, struct type *t, tree type)
{
	tree main_type = TYPE_MAIN_VARIANT (type);
	const char *tag = type_own_name (main_type);

	t->is_union = TREE_CODE (type) != RECORD_TYPE;
	t->is_object = record_is_object (type, 0);
	t->tag = tag ? unit_intern (ad->u, tag) : t->name;
	t->attrs = adapter_attrs (ad, TYPE_ATTRIBUTES (type), NULL);
	const struct type *m = main_type == type
			       ? t : adapter_type (ad, main_type);

	/* A typedef with the name of the tag shares its record. */
	if (m == t) {
		lower_fields (ad, t, main_type);
	} else {
		t->fields = m->fields;
		t->n_fields = m->n_fields;
		t->size = m->size;
	}
}

static void
lower_function_type (struct adapter *ad, struct type *t, tree type)
{
	uint32_t n = 0;
	tree arg;

	for (arg = TYPE_ARG_TYPES (type); arg && arg != void_list_node;
	     arg = TREE_CHAIN (arg))
		n++;
	t->is_variadic = stdarg_p (type) || !prototype_p (type);
	t->is_noreturn = TREE_THIS_VOLATILE (type);
	t->fields = ARENA_ARRAY (&ad->u->arena, struct field, n + 1);
	t->n_fields = n;
	t->attrs = adapter_attrs (ad, TYPE_ATTRIBUTES (type), NULL);
	t->inner = adapter_type (ad, TREE_TYPE (type));
	n = 0;
	for (arg = TYPE_ARG_TYPES (type); arg && arg != void_list_node;
	     arg = TREE_CHAIN (arg))
		t->fields[n++].type = adapter_type (ad, TREE_VALUE (arg));
}

static enum type_kind
kind_of (tree type)
{
	switch (TREE_CODE (type)) {
	case VOID_TYPE:
		return IR_TYPE_VOID;
	case INTEGER_TYPE:
	case ENUMERAL_TYPE:
	case BOOLEAN_TYPE:
	case OFFSET_TYPE:
		return IR_TYPE_INT;
	case REAL_TYPE:
		return IR_TYPE_FLOAT;
	case POINTER_TYPE:
	case REFERENCE_TYPE:
	case NULLPTR_TYPE:
		return IR_TYPE_PTR;
	case RECORD_TYPE:
	case UNION_TYPE:
	case QUAL_UNION_TYPE:
		return IR_TYPE_STRUCT;
	case ARRAY_TYPE:
		return IR_TYPE_ARRAY;
	case FUNCTION_TYPE:
	case METHOD_TYPE:
		return IR_TYPE_FUNC;
	default:
		return IR_TYPE_OTHER;
	}
}

/* Fills in what T needs from its parts; T stands in the caches. */
static void
lower_parts (struct adapter *ad, struct type *t, tree type)
{
	switch (t->kind) {
	case IR_TYPE_INT:
		t->is_unsigned = TREE_CODE (type) != OFFSET_TYPE
				 && TYPE_UNSIGNED (type);
		t->is_bool = TREE_CODE (type) == BOOLEAN_TYPE;
		t->is_enum = TREE_CODE (type) == ENUMERAL_TYPE;
		t->is_char = TYPE_MAIN_VARIANT (type) == char_type_node;
		break;
	case IR_TYPE_PTR:
		t->inner = TREE_CODE (type) == NULLPTR_TYPE
			   ? adapter_type (ad, void_type_node)
			   : adapter_type (ad, TREE_TYPE (type));
		break;
	case IR_TYPE_ARRAY:
		t->inner = adapter_type (ad, TREE_TYPE (type));
		break;
	case IR_TYPE_STRUCT:
		lower_record (ad, t, type);
		break;
	case IR_TYPE_FUNC:
		lower_function_type (ad, t, type);
		break;
	case IR_TYPE_VOID:
	case IR_TYPE_FLOAT:
	case IR_TYPE_OTHER:
		break;
	}
}

const struct type *
adapter_type (struct adapter *ad, tree type)
{
	struct type *t;
	const char *name;
	uint64_t key[3], hash;

	if (!type || type == error_mark_node)
		type = void_type_node;
	t = (struct type *) map_get (&ad->types, map_key_ptr (type));
	if (t)
		return t;
	name = type_own_name (type);
	if (!name && kind_of (type) == IR_TYPE_PTR
	    && TREE_CODE (type) != NULLPTR_TYPE && !TYPE_READONLY (type)) {
		const struct type *inner = adapter_type (ad, TREE_TYPE (type));
		const struct type *p = unit_ptr_to (ad->u, inner);

		map_set (&ad->types, map_key_ptr (type), (void *) p);
		return p;
	}
	name = unit_intern (ad->u, name);
	key[0] = map_key_ptr (TYPE_MAIN_VARIANT (type));
	key[1] = TYPE_READONLY (type);
	key[2] = map_key_ptr (name);
	hash = hash_bytes (key, sizeof key, 7);
	t = (struct type *) map_get (&ad->named, hash);
	if (t) {
		map_set (&ad->types, map_key_ptr (type), t);
		return t;
	}
	t = unit_type (ad->u, kind_of (type));
	map_set (&ad->types, map_key_ptr (type), t);
	map_set (&ad->named, hash, t);
	t->size = type_byte_size (type);
	t->name = name;
	t->is_const = TYPE_READONLY (type);
	lower_parts (ad, t, type);
	return t;
}
