/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Can an object die while a member, which some function empties, holds a
 * reference? */
#ifndef PYREFCHECK_FIELD_HELD_H
#define PYREFCHECK_FIELD_HELD_H

#include "check/check.h"
#include "check/member-uses.h"
#include "engine/tables.h"

struct member {
	struct check_context *c;
	const struct type_model *type;
	const struct field *field;
	struct member_stores *stores;	/* once they were asked for */
};

void member_release(struct member *m);

static inline bool member_is(const struct member *m, const struct place *p)
{
	return p->record && same_record(p->record, m->type->instance)
		&& p->offset == (int64_t) m->field->offset && !p->index;
}

bool takes_reference(const struct function *f, const struct instr *i);
bool drops_reference(const struct function *f, const struct instr *i);
/* May call I of F take over, keep or release argument N (from 1)?  What is
 * known of nobody may. */
bool member_may_take(const struct member *m, const struct function *f,
		     const struct instr *i, unsigned n);
/* Does F set the member to NULL? */
bool member_empties(struct member *m, const struct function *f);
/* Does what STORE puts in the member stay there until Python gets control
 * back, with nothing that keeps the object alive for it? */
bool member_stays_held(struct member *m, const struct member_use *store);
/* Can the function that makes STORE be left by a way on which the member holds
 * what it got? */
bool member_may_stay(struct member *m, const struct member_use *store);

#endif
