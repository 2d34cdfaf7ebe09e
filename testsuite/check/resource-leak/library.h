/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library's header, which defines in terms of the library. */
#pragma GCC system_header

struct mux;
struct picture { int version; void *memory; };

struct mux *mux_new_internal(int version);
int mux_set(struct mux *m, const char *key, const void *data);
void mux_delete(struct mux *m);
int picture_init_internal(struct picture *p, int version);
int picture_alloc(struct picture *p);
void picture_free(struct picture *p);

static inline struct mux *mux_new(void)
{
	return mux_new_internal(7);
}

static inline int picture_init(struct picture *p)
{
	return picture_init_internal(p, 7);
}
