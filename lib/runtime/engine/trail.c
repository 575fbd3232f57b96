/* SPDX-License-Identifier: MIT */
/*
 * Trails (see trail.h), and the pages along them.
 *
 * A runner takes its chunks one after the other, but for steals; so its trail has few stretches,
 * each of which grows at its end. Afterwards, when nobody is in a hurry, the kernel is asked where
 * the pages below a stretch are. A page belongs to the stretch that its first byte is in.
 */
#include "runtime/engine/trail.h"

#include "memory/where.h"
#include "runtime/engine/passes.h"

#include <stdlib.h>
#include <unistd.h>

enum { BATCH = 256 };

bool cupro__trails_wanted(const cupro_call *call, const struct cupro__work *work)
{
    return call->counters != NULL && call->watch != NULL && call->watch_bytes > 0 &&
           cupro__work_is_pass(work);
}

void cupro__trails_open(struct cupro__trails *trails, int count, int thread)
{
    struct cupro__trail *trail =
        aligned_alloc(_Alignof(struct cupro__trail), (size_t)count * sizeof *trail);
    *trails = (struct cupro__trails){trail, trail != NULL ? count : 0};
    for (int i = 0; i < trails->count; i++)
        trail[i] = (struct cupro__trail){.thread = thread};
}

void cupro__trail_note(struct cupro__trail *trail, size_t lo, size_t hi)
{
    if (trail->count > 0 && trail->stretch[trail->count - 1].hi == lo) {
        trail->stretch[trail->count - 1].hi = hi;
        return;
    }
    if (trail->count == trail->room) {
        size_t room = trail->room > 0 ? 2 * trail->room : 16;
        void *stretch = realloc(trail->stretch, room * sizeof *trail->stretch);
        if (stretch == NULL)
            return;
        trail->stretch = stretch;
        trail->room = room;
    }
    trail->stretch[trail->count++] = (struct cupro__stretch){lo, hi};
}

/* -- Pages --------------------------------------------------------------------------------------
 */

struct survey {
    uintptr_t begin, end; /* the array's addresses */
    size_t page;          /* bytes                 */
    const struct cupro__work *work;
    hwloc_topology_t topology;
    cupro_counters *counters;
    size_t asked; /* pages that have been counted */
    /* The last verdict, since neighbours are mostly on one node. */
    hwloc_const_cpuset_t cpus;
    int node;
    bool is_local;
};

/* The first page that begins in what comes at or after a unit, the array's first page included, as
 * a number of pages from there. */
static size_t page_after(const struct survey *survey, size_t unit)
{
    size_t bytes = survey->end - survey->begin, elements = cupro__work_elements(survey->work);
    size_t before = cupro__work_elements_before(survey->work, unit);
    size_t whole = bytes / elements * before;
    size_t rest = (size_t)((double)(bytes % elements) * ((double)before / (double)elements));
    uintptr_t at = survey->begin + whole + rest;
    return unit == 0 ? 0 : (at + survey->page - 1) / survey->page - survey->begin / survey->page;
}

/* Nodes without PUs, or with others, are not local. */
static bool is_local(struct survey *survey, hwloc_const_cpuset_t cpus, int node)
{
    if (survey->cpus == cpus && survey->node == node)
        return survey->is_local;
    hwloc_obj_t object = hwloc_get_numanode_obj_by_os_index(survey->topology, (unsigned)node);
    survey->cpus = cpus;
    survey->node = node;
    survey->is_local = object != NULL && hwloc_bitmap_isincluded(cpus, object->cpuset);
    return survey->is_local;
}

static void count_batch(struct survey *survey, hwloc_const_cpuset_t cpus, size_t from, size_t end)
{
    const void *page[BATCH] = {NULL};
    int node[BATCH];
    size_t n = end - from;
    uintptr_t first = survey->begin / survey->page * survey->page;
    for (size_t i = 0; i < n; i++)
        page[i] = (const void *)(first + (from + i) * survey->page);
    cupro__where_pages(page, n, node);
    for (size_t i = 0; i < n; i++) {
        if (node[i] < 0)
            survey->counters->unknown_pages++;
        else if (is_local(survey, cpus, node[i]))
            survey->counters->local_pages++;
        else
            survey->counters->remote_pages++;
    }
    survey->asked += n;
}

static void count_stretch(struct survey *survey, hwloc_const_cpuset_t cpus,
                          struct cupro__stretch stretch)
{
    size_t at = page_after(survey, stretch.lo), end = page_after(survey, stretch.hi);
    while (at < end) {
        size_t next = end - at > BATCH ? at + BATCH : end;
        count_batch(survey, cpus, at, next);
        at = next;
    }
}

/* The PUs of a thread that is on one node; else NULL. */
static hwloc_const_cpuset_t cpus_of(const struct cupro__plan *plan, int thread)
{
    bool known = plan != NULL && thread >= 0 && thread < plan->threads;
    return known && plan->place[thread].node >= 0 ? plan->place[thread].cpus : NULL;
}

void cupro__trails_close(struct cupro__trails *trails, const cupro_call *call,
                         const struct cupro__work *work, const struct cupro__plan *plan)
{
    uintptr_t begin = (uintptr_t)call->watch;
    struct survey survey = {.begin = begin,
                            .end = begin + call->watch_bytes,
                            .page = (size_t)sysconf(_SC_PAGESIZE),
                            .work = work,
                            .topology = plan != NULL ? plan->topology : NULL,
                            .counters = call->counters};
    for (int i = 0; i < trails->count; i++) {
        struct cupro__trail *trail = &trails->trail[i];
        hwloc_const_cpuset_t cpus = cpus_of(plan, trail->thread);
        for (size_t k = 0; cpus != NULL && k < trail->count; k++)
            count_stretch(&survey, cpus, trail->stretch[k]);
        free(trail->stretch);
    }
    free(trails->trail);
    *trails = (struct cupro__trails){0};
    size_t pages = (survey.end - 1) / survey.page - begin / survey.page + 1;
    call->counters->unknown_pages += pages - survey.asked;
}
