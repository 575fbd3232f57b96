/* SPDX-License-Identifier: MIT */
/* The default budget (see memory_budget.h). */
#include "sort/memory_budget.h"

#include <sys/resource.h>
#include <unistd.h>

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t half_of_limit(int resource)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    return limit.rlim_cur / 2;
}

uint64_t memory_budget(void)
{
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    const uint64_t total = (uint64_t)sysconf(_SC_PHYS_PAGES) * page;
    uint64_t available = (uint64_t)sysconf(_SC_AVPHYS_PAGES) * page;
    if (available < total / 8)
        available = total / 8;
    const uint64_t memory = least(available, total / 4 * 3);
    return least(memory, least(half_of_limit(RLIMIT_AS), half_of_limit(RLIMIT_DATA)));
}
