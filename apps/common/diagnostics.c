/* SPDX-License-Identifier: MIT */
/* Messages and ways out (see diagnostics.h). */
#include "common/diagnostics.h"
#include "common/output/progress.h"

#include <cupro/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(const char *format, va_list arguments)
{
    progress_pause();
    fprintf(stderr, "%s: ", program_name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    progress_resume();
}

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    exit(STATUS_TROUBLE);
}

static const char *usage_line = "";

void show_usage_in_hints(const char *line)
{
    usage_line = line;
}

void fail_hint(int status)
{
    fprintf(stderr, "%sTry '%s --help' for more information.\n", usage_line, program_name);
    exit(status);
}

void fail_usage(const char *format, ...)
{
    if (format) {
        va_list arguments;
        va_start(arguments, format);
        say(format, arguments);
        va_end(arguments);
    }
    fail_hint(STATUS_TROUBLE);
}

void fail_errno(const char *what, const char *name)
{
    fail("%s: %s: %s", what, name, strerror(errno));
}

void fail_code(int code)
{
    fail("%s", cupro_strerror(code));
}

void hold_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        /* The lowest free number is taken, and all below it are open by now. */
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}
