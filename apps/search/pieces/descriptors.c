/* SPDX-License-Identifier: MIT */
/* Sharing out file descriptors (see descriptors.h). */
#include "search/pieces/descriptors.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/resource.h>
#include <unistd.h>

#define OF_A_THREAD 2

/* How many more can be opened: those that are open have the lowest numbers, nearly always. */
static size_t count_free(void)
{
    struct rlimit limit;
    const int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (next < 0)
        return 0;
    close(next);
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur > INT_MAX)
        return INT_MAX;
    return (size_t)limit.rlim_cur - (size_t)next;
}

size_t descriptors_open(struct descriptors *descriptors, size_t threads)
{
    const size_t left = count_free(), most = left / OF_A_THREAD;
    if (threads > most)
        threads = most > 0 ? most : 1;
    const size_t taken = OF_A_THREAD * threads;
    open_gate_init(&descriptors->gate);
    atomic_init(&descriptors->folders, left > taken ? (long)(left - taken) / 2 : 0);
    return threads;
}

void descriptors_close(struct descriptors *descriptors)
{
    open_gate_destroy(&descriptors->gate);
}

bool descriptors_take(struct descriptors *descriptors)
{
    const bool may = atomic_fetch_sub(&descriptors->folders, 1) > 0;
    if (!may)
        descriptors_give(descriptors);
    return may;
}

void descriptors_give(struct descriptors *descriptors)
{
    atomic_fetch_add(&descriptors->folders, 1);
}
