/* SPDX-License-Identifier: MIT */
/* What tests of pipelines run: numbered items from a source, squared, to a sink that checks their
 * order. */
#ifndef CUPRO_TEST_PIPELINE_JOB_H
#define CUPRO_TEST_PIPELINE_JOB_H

#include "places.h"
#include "runtime/process.h"

#include <cupro.h>
#include <stdatomic.h>
#include <unistd.h>

struct job {
    size_t n;                     /* items that the source has      */
    size_t given, taken;          /* by the source, by the sink     */
    atomic_size_t waiting, freed; /* as the test has it             */
    size_t window;
    double seconds; /* that processors worked */
    atomic_bool wrong;
};

struct item {
    size_t number;
    uint64_t square;
    char *text; /* kept from item to item */
};

static inline void note_wrong(struct job *job, bool wrong)
{
    if (wrong)
        atomic_store(&job->wrong, true);
}

static inline int give(void *memory, bool *end, void *ctx)
{
    struct job *job = ctx;
    struct item *item = memory;
    item->number = job->given;
    *end = job->given == job->n;
    job->given += !*end;
    return 0;
}

static inline int square(void *memory, void *ctx)
{
    (void)ctx;
    struct item *item = memory;
    item->square = (uint64_t)item->number * item->number;
    return 0;
}

static inline int take(void *memory, void *ctx)
{
    struct job *job = ctx;
    const struct item *item = memory;
    uint64_t number = job->taken++;
    note_wrong(job, item->number != number || item->square != number * number);
    return 0;
}

/* Whether two calls can be under way at once here. */
static inline bool is_parallel(const struct place *place)
{
    return place_threads(place) > 1 && !on_serial_backend();
}

/* Wait for another thread to get there, but not for ever. */
static inline bool wait_for(const atomic_size_t *count, size_t value)
{
    for (int i = 0; i < 20000 && atomic_load(count) < value; i++)
        usleep(100);
    return atomic_load(count) >= value;
}

#endif
