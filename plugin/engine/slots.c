/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of specs/slots.def, and how they are found. */
#include "engine/tables.h"

#include <string.h>

enum { GIL = 1, EXC = 2 };

#define SINCE(major, minor) .since = PYVERSION (major, minor)
#define FROM_TO(maj1, min1, maj2, min2) \
	.since = PYVERSION (maj1, min1), .until = PYVERSION (maj2, min2)
#define N(n) (1u << ((n) - 1))
#define NO_PARAMS .n_params = 0
/* One to five classes, written without their prefix. */
#define PARAMS(...) .n_params = COUNT_ (__VA_ARGS__, 5, 4, 3, 2, 1, 0), \
	.params = { CLASSES_ (__VA_ARGS__, VOID, VOID, VOID, VOID, VOID) }
#define COUNT_(a, b, c, d, e, n, ...) n
#define CLASSES_(a, b, c, d, e, ...) \
	ARG_##a, ARG_##b, ARG_##c, ARG_##d, ARG_##e
#define SLOT(name_, member_, id_, conv, ret_, params_, nulls, entry, ...) \
	{ .name = name_, .member = member_, .id = id_, \
	  .convention = CONV_##conv, .ret = ARG_##ret_, params_, \
	  .may_be_null = (nulls), .exception_on_entry = ((entry) & EXC) != 0, \
	  .gil_on_entry = ((entry) & GIL) != 0, __VA_ARGS__ },
#define SLOT_DATA(name_, member_, id_, ...) \
	{ .name = name_, .member = member_, .id = id_, .is_data = true, \
	  __VA_ARGS__ },
#define CALLBACK(callee, arg, name)

static const struct slot rows[] = {
#include "slots.def"
};

#undef SLOT
#undef SLOT_DATA
#undef CALLBACK
#define SLOT(...)
#define SLOT_DATA(...)
#define CALLBACK(callee_, arg_, name_) { callee_, arg_, name_ },

static const struct callback {
	const char *callee;
	unsigned arg;
	const char *slot;
} callbacks[] = {
#include "slots.def"
};

const struct slot *slot_at(unsigned i)
{
	return i < ARRAY_SIZE (rows) ? &rows[i] : NULL;
}

const struct slot *slot_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (rows); i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

const struct slot *slot_of_member(const char *member, const char *name)
{
	const struct slot *s = slot_by_name(name);

	return s && !strcmp(s->member, member) ? s : NULL;
}

static const struct slot *row_by_id(const char *member, int id)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (rows); i++)
		if (rows[i].id == id && !strcmp(rows[i].member, member))
			return &rows[i];
	return NULL;
}

/* The ids of type slots number the members of six structs, and are unique
 * among them. */
const struct slot *slot_by_id(int id)
{
	static const char *const structs[] = { "PyTypeObject",
		"PyNumberMethods", "PySequenceMethods", "PyMappingMethods",
		"PyAsyncMethods", "PyBufferProcs" };
	size_t i;

	for (i = 0; id > 0 && i < ARRAY_SIZE (structs); i++) {
		const struct slot *s = row_by_id(structs[i], id);

		if (s)
			return s;
	}
	return NULL;
}

const struct slot *slot_by_module_id(int id)
{
	return id > 0 ? row_by_id("PyModuleDef_Slot", id) : NULL;
}

/* METH_CLASS, METH_STATIC and METH_COEXIST say nothing on the signature. */
enum { METH_BINDING = 0x10 | 0x20 | 0x40 };

const struct slot *slot_by_flags(int flags)
{
	return row_by_id("PyMethodDef", flags & ~METH_BINDING);
}

const struct slot *slot_of_callback(const char *callee, unsigned arg)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (callbacks); i++)
		if (callbacks[i].arg == arg
		    && !strcmp(callbacks[i].callee, callee))
			return slot_by_name(callbacks[i].slot);
	return NULL;
}
