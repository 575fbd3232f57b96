/* SPDX-License-Identifier: MIT */
/* To be preloaded: a kernel that agrees to every binding, and binds nothing. */
#include <sched.h>
#include <stddef.h>
#include <sys/types.h>

int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *set);

int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *set)
{
    (void)thread, (void)size, (void)set;
    return 0;
}
