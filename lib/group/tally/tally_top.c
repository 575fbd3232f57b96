/* SPDX-License-Identifier: MIT */
/*
 * cupro_tally_top: the commonest keys, without sorting the rest.
 *
 * Counts are counted: those below 1024 exactly, since most keys are rare, larger ones in 64 steps
 * a power of two. That says how common one of the k must be at least; what is, is gathered, and the
 * k are selected from it.
 */
#include "group/tally/tally.h"

#include <stdlib.h>

enum {
    EXACT = 1024,
    EXACT_BITS = 10,
    STEP_BITS = 6,
    STEPS = EXACT + ((64 - EXACT_BITS) << STEP_BITS)
};

/* Grows with the count. */
static size_t step_of(uint64_t count)
{
    if (count < EXACT)
        return (size_t)count;
    unsigned power = 63u - (unsigned)__builtin_clzll(count);
    uint64_t below = count - (UINT64_C(1) << power);
    return EXACT + ((size_t)(power - EXACT_BITS) << STEP_BITS) +
           (size_t)(below >> (power - STEP_BITS));
}

struct top_job {
    const struct cupro__tally_kind *kind;
    atomic_size_t *histogram;
    size_t least; /* step */
    char *elements;
    atomic_size_t gathered;
};

/* In an array of its own first: that is near. */
static int count_slots(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    (void)block;
    const struct top_job *job = ctx;
    uint32_t keys[STEPS] = {0};
    for (size_t i = 0; i < n; i++)
        keys[step_of(slots[i].count)]++;
    for (size_t i = 1; i < STEPS; i++)
        if (keys[i] > 0)
            atomic_fetch_add_explicit(&job->histogram[i], keys[i], memory_order_relaxed);
    return 0;
}

/* How many keys are as common as the k-th one's step, or commoner; which step that is. */
static size_t choose_step(const atomic_size_t *histogram, size_t k, size_t *step)
{
    size_t many = 0;
    *step = STEPS;
    while (*step > 0 && many < k)
        many += histogram[--*step];
    return many;
}

static int gather_slots(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    (void)block;
    struct top_job *job = ctx;
    size_t many = 0;
    for (size_t i = 0; i < n; i++)
        many += step_of(slots[i].count) >= job->least;
    size_t at = atomic_fetch_add_explicit(&job->gathered, many, memory_order_relaxed);
    for (size_t i = 0; many > 0; i++) {
        if (step_of(slots[i].count) < job->least)
            continue;
        job->kind->convert(&slots[i], job->elements + at++ * job->kind->size);
        many--;
    }
    return 0;
}

static int choose(const cupro_tally *tally, struct top_job *job, size_t k, void *out,
                  const cupro_call *call)
{
    int error = cupro__tally_for_slots(tally, count_slots, job, call);
    if (error != 0)
        return error;
    size_t many = choose_step(job->histogram, k, &job->least);
    job->elements = calloc(many, job->kind->size);
    if (job->elements == NULL)
        return CUPRO_ENOMEM;
    error = cupro__tally_for_slots(tally, gather_slots, job, call);
    if (error == 0)
        error = job->kind->top(job->elements, many, k, out, call);
    free(job->elements);
    return error;
}

static int top(cupro_tally *tally, bool of_numbers, size_t k, void *out, size_t *found,
               const cupro_call *call)
{
    if ((out == NULL && k > 0) || found == NULL)
        return CUPRO_EINVAL;
    int error = cupro__tally_ready(tally, of_numbers, call);
    if (error != 0)
        return error;
    *found = 0;
    k = k < tally->size ? k : tally->size;
    if (k == 0)
        return 0;
    cupro_call quiet = call != NULL ? *call : cupro__usual_call;
    quiet.progress = NULL;
    struct top_job job = {.kind = cupro__tally_kind(of_numbers),
                          .histogram = calloc(STEPS, sizeof *job.histogram)};
    error = job.histogram != NULL ? choose(tally, &job, k, out, &quiet) : CUPRO_ENOMEM;
    *found = error == 0 ? k : 0;
    free(job.histogram);
    return error;
}

int cupro_tally_top_with(cupro_tally *tally, size_t k, cupro_tally_entry *entries, size_t *found,
                         const cupro_call *call)
{
    return top(tally, false, k, entries, found, call);
}

int cupro_tally_top_numbers_with(cupro_tally *tally, size_t k, cupro_tally_number *numbers,
                                 size_t *found, const cupro_call *call)
{
    return top(tally, true, k, numbers, found, call);
}
