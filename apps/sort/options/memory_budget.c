/* SPDX-License-Identifier: MIT */
/* The default budget (see memory_budget.h). */
#include "sort/options/memory_budget.h"

#include <sys/resource.h>
#include <unistd.h>

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t half_of(const struct rlimit *limit)
{
    return limit->rlim_cur == RLIM_INFINITY ? UINT64_MAX : limit->rlim_cur / 2;
}

uint64_t memory_budget(void)
{
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    const uint64_t total = (uint64_t)sysconf(_SC_PHYS_PAGES) * page;
    uint64_t available = (uint64_t)sysconf(_SC_AVPHYS_PAGES) * page;
    if (available < total / 8)
        available = total / 8;
    const uint64_t memory = least(available, total / 4 * 3);
    struct rlimit space = {RLIM_INFINITY, RLIM_INFINITY}, data = space;
    getrlimit(RLIMIT_AS, &space);
    getrlimit(RLIMIT_DATA, &data);
    return least(memory, least(half_of(&space), half_of(&data)));
}
