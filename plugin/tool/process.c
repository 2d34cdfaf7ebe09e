/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running other programs; see tool.h. */
#include "tool/tool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_NOT_RUN;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
		: WEXITSTATUS(status);
}

static void exec_or_exit(char *const *argv, bool quiet)
{
	execvp(argv[0], argv);
	if (!quiet)
		complain("cannot run '%s': %s", argv[0], strerror(errno));
	_exit(EXIT_NOT_RUN);
}

int process_run(char *const *argv)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		complain("cannot start a process: %s", strerror(errno));
		return EXIT_NOT_RUN;
	}
	if (!pid)
		exec_or_exit(argv, false);
	return wait_for(pid);
}

/* In the child: standard output to FD, standard error to nowhere. */
static void redirect(int fd)
{
	dup2(fd, STDOUT_FILENO);
	if (!freopen("/dev/null", "w", stderr))
		_exit(EXIT_NOT_RUN);
}

bool process_first_line(char *const *argv, struct buf *out)
{
	int ends[2];
	FILE *in;
	pid_t pid;
	int c;

	fflush(NULL);
	if (pipe(ends))
		return false;
	pid = fork();
	if (!pid) {
		close(ends[0]);
		redirect(ends[1]);
		exec_or_exit(argv, true);
	}
	close(ends[1]);
	in = fdopen(ends[0], "r");
	while (in && (c = getc(in)) != EOF && c != '\n')
		buf_addc(out, (char) c);
	/* The rest is read so that the child does not die of SIGPIPE. */
	while (in && getc(in) != EOF)
		;
	if (in)
		fclose(in);
	return pid > 0 && wait_for(pid) == 0;
}
