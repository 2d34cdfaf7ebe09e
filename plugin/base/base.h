/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lowest layer: memory with a lifetime, growing arrays, maps, interned
 * strings, text buffers, source locations.
 *
 * Two lifetimes exist, the translation unit's and the function's; each is an
 * arena.  Nothing allocated from an arena is freed alone.
 */
#ifndef PYREFCHECK_BASE_H
#define PYREFCHECK_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRC_PRINTF(fmt, args) __attribute__ ((format (printf, fmt, args)))
#define ARRAY_SIZE(a) (sizeof (a) / sizeof ((a)[0]))

/* ------------------------------------------------------------ arena.c */

struct arena_chunk;

/* Zero-initialised is empty and ready. */
struct arena {
	struct arena_chunk *chunk;
	size_t allocated;	/* bytes handed out since the last reset */
};

/* SIZE zeroed bytes, aligned for any type.  Never NULL: ends the process
 * when memory is short, as the host compiler does. */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...) PRC_PRINTF(2, 3);
/* A copy of SIZE bytes at P. */
void *arena_memdup(struct arena *a, const void *p, size_t size);
/* Drops everything, keeps one chunk for reuse. */
void arena_reset(struct arena *a);
void arena_release(struct arena *a);

#define ARENA_NEW(a, type) ((type *) arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) \
	((type *) arena_alloc((a), sizeof(type) * (size_t) (n)))

/* malloc and realloc that end the process when memory is short. */
void *prc_malloc(size_t size);
void *prc_realloc(void *p, size_t size);
void prc_free(void *p);

/* -------------------------------------------------------------- vec.c */

/* A growing array: VEC (int) v = {0}; vec_push (&v, 3); v.v[0]; v.n. */
#define VEC(type) struct { type *v; uint32_t n, cap; }
/* Room for N elements in all. */
#define vec_reserve(vec, n_) \
	((n_) <= (vec)->cap ? (void) 0 \
	 : vec_reserve_((void **) &(vec)->v, &(vec)->cap, (n_), \
			sizeof(*(vec)->v)))
#define vec_push(vec, item) \
	(vec_reserve((vec), (vec)->n + 1), (vec)->v[(vec)->n++] = (item))
#define vec_release(vec) \
	(prc_free((vec)->v), (vec)->v = NULL, (vec)->n = (vec)->cap = 0)

void vec_reserve_(void **v, uint32_t *cap, uint32_t n, size_t elem);

/* -------------------------------------------------------------- map.c */

/* uint64 -> pointer, open addressing; zero-initialised is empty.
 * Iteration order is insertion order, so results are deterministic. */
struct map_slot { uint64_t key; void *value; };
struct map {
	struct map_slot *slots;	/* in insertion order */
	uint32_t *index;	/* hash table of slot number + 1 */
	uint32_t n, cap, index_size;
};

void *map_get(const struct map *m, uint64_t key);
bool map_has(const struct map *m, uint64_t key);
/* Adds, or replaces the value of, KEY. */
void map_set(struct map *m, uint64_t key, void *value);
void map_release(struct map *m);

static inline uint64_t map_key_ptr(const void *p)
{
	return (uint64_t) (uintptr_t) p;
}

uint64_t hash_bytes(const void *p, size_t len, uint64_t seed);

/* ----------------------------------------------------------- intern.c */

/* Interned strings: equal strings are equal pointers, for the lifetime of
 * the table.  Zero-initialised is empty. */
struct interns {
	struct arena arena;
	const char **table;
	uint32_t size, n;
};

const char *intern(struct interns *t, const char *s);
const char *intern_n(struct interns *t, const char *s, size_t len);
void interns_release(struct interns *t);

/* -------------------------------------------------------------- buf.c */

/* A text buffer; always NUL-ended once something was added.
 * Zero-initialised is empty. */
struct buf { char *s; size_t len, cap; };

void buf_add(struct buf *b, const char *s);
void buf_addn(struct buf *b, const char *s, size_t len);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRC_PRINTF(2, 3);
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) PRC_PRINTF(2, 0);
/* S as a C string literal with its quotes. */
void buf_add_quoted(struct buf *b, const char *s, size_t len);
const char *buf_str(const struct buf *b);	/* "" when empty */
void buf_clear(struct buf *b);
void buf_release(struct buf *b);

/* ----------------------------------------------------------- folder.c */

/* Makes DIR and the folders above it; returns whether it is there now, else
 * ERROR says why not. */
bool folder_make(const char *dir, struct buf *error);

/* --------------------------------------------------------------- loc */

/* A place in the source.  file is interned or static; line 0 is unknown.
 * cookie is the host's own handle (GCC's location_t), 0 where there is
 * none; only the adapter reads it. */
struct loc {
	const char *file;
	uint32_t line, column;
	uint64_t cookie;
};

static inline bool loc_known(struct loc l)
{
	return l.line != 0;
}

/* Orders by file name, line, column. */
int loc_compare(struct loc a, struct loc b);

#ifdef __cplusplus
}
#endif
#endif
