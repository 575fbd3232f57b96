/* SPDX-License-Identifier: MIT */
/* Children of fork() that must come to an end, and say how it went. */
#ifndef CUPRO_TEST_CHILDREN_H
#define CUPRO_TEST_CHILDREN_H

#include "runtime/process.h"

#include <cupro/pool.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_HUNG = 10001, CHILD_DIED = 10002, CHILD_FAILED = 10003 };

/* Fork a child that runs the task and ends with _exit; -1 in the parent if there is no child. */
static inline pid_t begin_child(cupro_task *task, void *arg)
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL);
        alarm(60); /* if the parent is gone */
        int result = task(arg);
        if (result != 0)
            fprintf(stderr, "child %d: %d\n", (int)getpid(), result);
        _exit(result == 0 ? 0 : 1);
    }
    return child;
}

/* 0 if it ended well, or one of the above. A child that hangs is killed after 20 s. */
static inline int end_of_child(pid_t child)
{
    int status = 0;
    for (int ms = 0; child > 0 && waitpid(child, &status, WNOHANG) == 0; ms++) {
        if (ms >= 20000) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return CHILD_HUNG;
        }
        sleep_ms(1);
    }
    if (child < 0 || !WIFEXITED(status))
        return CHILD_DIED;
    return WEXITSTATUS(status) == 0 ? 0 : CHILD_FAILED;
}

static inline int in_child(cupro_task *task, void *arg)
{
    return end_of_child(begin_child(task, arg));
}

#endif
