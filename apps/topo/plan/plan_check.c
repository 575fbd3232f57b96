/* SPDX-License-Identifier: MIT */
/*
 * Checking a plan (see plan_check.h). Every thread asks the kernel for its own mask, and not hwloc,
 * which has a part in the plan. Work comes before that, because an OpenMP runtime that has a mind
 * of its own moves threads when a region begins.
 */
#include "topo/plan/plan_check.h"

#include "common/diagnostics.h"

#include <cupro/error.h>
#include <cupro/loop.h>

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

/* No kernel has more PUs. */
#define MOST_CPUS 65536

static int work(size_t lo, size_t hi, void *unused)
{
    for (volatile size_t i = lo; i < hi; i++)
        (void)unused;
    return 0;
}

static int list_cpus(struct kernel_word *word, const cpu_set_t *set, size_t size)
{
    const int count = CPU_COUNT_S(size, set);
    word->cpu = malloc(((size_t)count + 1) * sizeof *word->cpu);
    if (!word->cpu)
        return CUPRO_ENOMEM;
    for (size_t cpu = 0; cpu < 8 * size; cpu++)
        if (CPU_ISSET_S(cpu, size, set))
            word->cpu[word->cpus++] = (int)cpu;
    return 0;
}

/* On the thread itself. */
static int ask_kernel(int index, void *words)
{
    const size_t size = CPU_ALLOC_SIZE(MOST_CPUS);
    cpu_set_t *set = CPU_ALLOC(MOST_CPUS);
    if (!set)
        return CUPRO_ENOMEM;
    CPU_ZERO_S(size, set);
    int error = sched_getaffinity(0, size, set) == 0 ? 0 : CUPRO_EBIND;
    if (error == 0)
        error = list_cpus((struct kernel_word *)words + index, set, size);
    CPU_FREE(set);
    return error;
}

/* Threads that are not bound may run wherever the process may. */
static bool is_usable(const cupro_machine *machine, const struct kernel_word *word)
{
    size_t usable = 0;
    for (size_t i = 0; i < machine->objects; i++) {
        const cupro_object *pu = &machine->object[i];
        if (pu->type == CUPRO_OBJECT_PU && pu->pus > 0)
            usable++;
    }
    return word->cpus == usable;
}

static bool is_as_planned(const cupro_machine *machine, const cupro_thread_place *place,
                          const struct kernel_word *word)
{
    if (place->cpus == 0)
        return is_usable(machine, word);
    return place->cpus == word->cpus &&
           memcmp(place->cpu, word->cpu, word->cpus * sizeof *word->cpu) == 0;
}

static int ask_all(struct plan_check *check, cupro_pool *pool)
{
    check->threads = cupro_threads(pool);
    check->thread = calloc((size_t)check->threads, sizeof *check->thread);
    if (!check->thread)
        return CUPRO_ENOMEM;
    const int error = cupro_for(100000, work, NULL, .pool = pool, .grain = 100);
    return error != 0 ? error : cupro_broadcast(pool, ask_kernel, check->thread);
}

void plan_check_make(struct plan_check *check, const cupro_machine *machine, const cupro_plan *plan,
                     const cupro_pool_options *options)
{
    cupro_pool *pool;
    *check = (struct plan_check){0};
    int error = cupro_pool_open_with(&pool, options);
    if (error == 0)
        error = ask_all(check, pool);
    if (error != 0)
        fail("--check: %s", cupro_strerror(error));
    check->same = check->threads == plan->threads;
    for (int t = 0; t < check->threads; t++) {
        struct kernel_word *word = &check->thread[t];
        word->same = t < plan->threads && is_as_planned(machine, &plan->place[t], word);
        check->same = check->same && word->same;
    }
    cupro_pool_close(pool);
}

void plan_check_free(struct plan_check *check)
{
    for (int t = 0; t < check->threads; t++)
        free(check->thread[t].cpu);
    free(check->thread);
}
