/* SPDX-License-Identifier: MIT */
/* Sets of CPUs: the calling thread's, and what tests ask of them. */
#ifndef CUPRO_TEST_MASKS_H
#define CUPRO_TEST_MASKS_H

#include <check.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>

static inline cpu_set_t own_mask(void)
{
    cpu_set_t mask;
    ck_assert_int_eq(sched_getaffinity(0, sizeof mask, &mask), 0);
    return mask;
}

static inline bool has_cpu(const cpu_set_t *set, int cpu)
{
    return CPU_ISSET((size_t)cpu, set);
}

static inline cpu_set_t only_cpu(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return set;
}

static inline int nth_cpu(const cpu_set_t *set, int n)
{
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (has_cpu(set, cpu) && n-- == 0)
            return cpu;
    return -1;
}

static inline bool is_within(const cpu_set_t *part, const cpu_set_t *whole)
{
    cpu_set_t both;
    CPU_AND(&both, part, whole);
    return CPU_EQUAL(&both, part) && CPU_COUNT(part) > 0;
}

/* "0-2,5", as cupro_describe writes it. */
static inline void list_of(const cpu_set_t *set, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (int cpu = 0; cpu < CPU_SETSIZE && length < size; cpu++) {
        if (!has_cpu(set, cpu))
            continue;
        int first = cpu;
        while (cpu + 1 < CPU_SETSIZE && has_cpu(set, cpu + 1))
            cpu++;
        const char *comma = length > 0 ? "," : "";
        length += (size_t)(first == cpu ? snprintf(text + length, size - length, "%s%d", comma, cpu)
                                        : snprintf(text + length, size - length, "%s%d-%d", comma,
                                                   first, cpu));
    }
}

#endif
