/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the members of a Py_buffer say. */
#include "engine/engine.h"

/* sizeof (Py_buffer) on platforms of 64 bits (Include/pybuffer.h). */
#define BUFFER_SIZE 80

/* What a Py_buffer holds that was filled: its exporter in obj, its second
 * member, by which PyBuffer_Release finds it, and in len a number of bytes;
 * code sets them to what they can't be to tell that there is none.  Of buf
 * born_in_buffer tells.  Once released it names no exporter.
 * doc: c-api/buffer. */
void run_note_exporter(struct state *s, const struct cell *buffer, bool filled)
{
	unsigned n;

	/* What it was initialised with is gone. */
	if (filled)
		state_forget(s, &buffer->at, BUFFER_SIZE);
	for (n = 1; n < (filled ? 3 : 2); n++) {
		struct cell member = *buffer;
		sid x = state_number(s, filled && n == 1,
				     filled ? INT64_MAX : 0);

		sym_at(s, x)->nonzero = filled && n == 1;
		member.is_resource = false;
		member.at.offset += (int64_t) (n * sizeof(void *));
		member.size = sizeof(void *);
		state_set_cell(s, &member, x);
	}
}

/* Members that only a request with these flags fills; "otherwise, this field
 * MUST be NULL".  doc: c-api/buffer. */
static const struct { int64_t flags, offset; } asked[] = {
	{ 0x4, 40 },		/* PyBUF_FORMAT: format */
	{ 0x8, 48 },		/* PyBUF_ND: shape */
	{ 0x18, 56 },		/* PyBUF_STRIDES: strides */
	{ 0x118, 64 },		/* PyBUF_INDIRECT: suboffsets */
};

void run_note_unasked(struct state *s, const struct cell *buffer,
		      int64_t flags)
{
	size_t n;

	for (n = 0; n < ARRAY_SIZE(asked); n++) {
		struct cell member = *buffer;

		if ((flags & asked[n].flags) == asked[n].flags)
			continue;
		member.is_resource = false;
		member.at.offset += asked[n].offset;
		member.size = sizeof(void *);
		state_set_cell(s, &member, state_number(s, 0, 0));
	}
}
