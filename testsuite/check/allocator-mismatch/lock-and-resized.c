// SPDX-License-Identifier: GPL-3.0-or-later
/* A member that holds a thread lock; one that only realloc fills. */
#include <Python.h>
#include <pythread.h>

typedef struct { PyObject_HEAD PyThread_type_lock lock, good; char *field, *right; } T;

int t_init(T *self)
{
	self->lock = PyThread_allocate_lock();
	self->good = PyThread_allocate_lock();
	return self->lock && self->good ? 0 : -1;
}
int t_grow(T *self, size_t n)
{
	char *field = self->field, *right = self->right;

	PyMem_Resize(field, char, n);
	if (!field)
		return -1;
	self->field = field;
	PyMem_Resize(right, char, n);
	if (!right)
		return -1;
	self->right = right;
	return 0;
}
void t_free(T *self)
{
	if (self->lock)
		PyMem_Free(self->lock); // expect: allocator-mismatch 'a thread lock object'
	if (self->good)
		PyThread_free_lock(self->good);
	PyMem_RawFree(self->field); // expect: allocator-mismatch 'PyMem_RawFree'
	PyMem_Free(self->right);
}
