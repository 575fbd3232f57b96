/* SPDX-License-Identifier: MIT */
/*
 * cupro_tally_top: the commonest keys, without sorting the rest.
 *
 * Counts are counted: those below 1024 exactly, since most keys are rare, larger ones in 64 steps
 * a power of two. That says how common one of the k must be at least; what is, is gathered, and the
 * k are selected from it.
 */
#include "group/tally/tally.h"

#include <cupro/fold.h>
#include <stdlib.h>

enum {
    EXACT = 1024,
    EXACT_BITS = 10,
    STEP_BITS = 6,
    STEPS = EXACT + ((64 - EXACT_BITS) << STEP_BITS)
};

struct histogram {
    size_t keys[STEPS];
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
    const struct cupro__tally_list *list;
    const struct cupro__tally_kind *kind;
    size_t least; /* step */
    char *elements;
    atomic_size_t gathered;
};

static int count_parts(void *acc, size_t lo, size_t hi, void *ctx)
{
    struct histogram *histogram = acc;
    const struct top_job *job = ctx;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__tally_part *part = &job->list->parts[i];
        for (size_t k = 0; k < part->count; k++)
            histogram->keys[step_of(part->slots[k].count)]++;
    }
    return 0;
}

static int add_histograms(void *acc, void *other, void *ctx)
{
    struct histogram *to = acc;
    const struct histogram *from = other;
    (void)ctx;
    for (size_t i = 0; i < STEPS; i++)
        to->keys[i] += from->keys[i];
    return 0;
}

/* How many keys are as common as the k-th one's step, or commoner; which step that is. */
static size_t choose_step(const struct histogram *histogram, size_t k, size_t *step)
{
    size_t many = 0;
    *step = STEPS;
    while (*step > 0 && many < k)
        many += histogram->keys[--*step];
    return many;
}

static void gather_part(struct top_job *job, const struct cupro__tally_part *part)
{
    size_t many = 0;
    for (size_t k = 0; k < part->count; k++)
        many += step_of(part->slots[k].count) >= job->least;
    size_t at = atomic_fetch_add_explicit(&job->gathered, many, memory_order_relaxed);
    for (size_t k = 0; many > 0; k++) {
        if (step_of(part->slots[k].count) < job->least)
            continue;
        job->kind->convert(&part->slots[k], 1, job->elements + at++ * job->kind->size);
        many--;
    }
}

static int gather_parts(size_t lo, size_t hi, void *ctx)
{
    struct top_job *job = ctx;
    for (size_t i = lo; i < hi; i++)
        gather_part(job, &job->list->parts[i]);
    return 0;
}

static int choose(cupro_tally *tally, struct top_job *job, struct histogram *histogram, size_t k,
                  void *out, const cupro_call *call)
{
    static const struct histogram none;
    static const cupro_monoid histograms = {
        .size = sizeof(struct histogram), .identity = &none, .combine = add_histograms};
    size_t parts = (size_t)1 << tally->list->bits;
    cupro_call own = *call;
    own.ctx = job;
    own.grain = parts <= 2 ? parts : 1;
    own.max_grain = 0;
    own.progress = NULL;
    int error = cupro_fold_workers_with(parts, count_parts, &histograms, histogram, &own);
    if (error != 0)
        return error;
    size_t many = choose_step(histogram, k, &job->least);
    job->elements = calloc(many, job->kind->size);
    if (job->elements == NULL)
        return CUPRO_ENOMEM;
    error = cupro__tally_for_parts(tally, gather_parts, job, call);
    if (error == 0)
        error = job->kind->top(job->elements, many, k, out, &own);
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
    size_t size = tally->list != NULL ? tally->list->size : 0;
    k = k < size ? k : size;
    *found = 0;
    if (k == 0)
        return 0;
    struct histogram *histogram = malloc(sizeof *histogram);
    if (histogram == NULL)
        return CUPRO_ENOMEM;
    struct top_job job = {.list = tally->list, .kind = cupro__tally_kind(of_numbers)};
    error = choose(tally, &job, histogram, k, out, call != NULL ? call : &cupro__usual_call);
    *found = error == 0 ? k : 0;
    free(histogram);
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
