/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A failure of ours must not fail the user's build: a fault while RUN works,
 * or a loop that does not end, comes back here.  What RUN held is lost (memory is not given back); GCC's
 * own state is whole, since neither the core nor the lowering changes any.
 */
#include "gcc/adapter.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>

#define STACK_SIZE (64 * 1024)

/* After the time is over the analysis has so much more to end by itself:
 * where it is then may be in the middle of anything. */
#define GRACE_SECONDS 20

static sigjmp_buf guard_back;
static volatile sig_atomic_t guard_signal;
static volatile sig_atomic_t guard_is_late;

static const int guarded[] = {
	SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGVTALRM
};

static void
set_timer (int seconds)
{
	struct itimerval t;

	memset (&t, 0, sizeof t);
	t.it_value.tv_sec = seconds;
	setitimer (ITIMER_VIRTUAL, &t, NULL);
}

static void
on_fault (int sig)
{
	if (sig == SIGVTALRM && !guard_is_late) {
		guard_is_late = 1;
		set_timer (GRACE_SECONDS);
		return;
	}
	guard_signal = sig;
	siglongjmp (guard_back, 1);
}

static const char *
fault_name (int sig)
{
	switch (sig) {
	case SIGSEGV:
	case SIGBUS:
		return "memory fault";
	case SIGABRT:
		return "assertion";
	case SIGFPE:
		return "arithmetic fault";
	case SIGVTALRM:
		return "no end";
	default:
		return "illegal instruction";
	}
}

const char *
guard_run (void (*run) (void *), void *data)
{
	struct sigaction ours, old[ARRAY_SIZE (guarded)];
	static char *stack;
	stack_t alternate, old_stack;
	sigjmp_buf outer;
	const char *volatile failure = NULL;

	memcpy (&outer, &guard_back, sizeof outer);

	if (!stack)
		stack = (char *) xmalloc (STACK_SIZE);
	memset (&alternate, 0, sizeof alternate);
	alternate.ss_sp = stack;
	alternate.ss_size = STACK_SIZE;
	if (sigaltstack (&alternate, &old_stack) != 0) {
		run (data);
		return NULL;
	}
	memset (&ours, 0, sizeof ours);
	ours.sa_handler = on_fault;
	ours.sa_flags = SA_ONSTACK;
	sigemptyset (&ours.sa_mask);
	for (size_t i = 0; i < ARRAY_SIZE (guarded); i++)
		sigaction (guarded[i], &ours, &old[i]);
	if (!sigsetjmp (guard_back, 1))
		run (data);
	else
		failure = fault_name (guard_signal);
	for (size_t i = 0; i < ARRAY_SIZE (guarded); i++)
		sigaction (guarded[i], &old[i], NULL);
	sigaltstack (&old_stack, NULL);
	memcpy (&guard_back, &outer, sizeof outer);
	return failure;
}

const volatile sig_atomic_t *
guard_start_clock (int seconds)
{
	guard_is_late = 0;
	set_timer (seconds);
	return &guard_is_late;
}

void
guard_stop_clock (void)
{
	set_timer (0);
}
