/* SPDX-License-Identifier: MIT */
/* Counting approximately (see approx.h). */
#include "count/approx/approx.h"
#include "count/approx/summary.h"
#include "count/results/print_listing.h"

#include "common/diagnostics.h"

#include <inttypes.h>
#include <stdatomic.h>

struct approximation {
    struct summary summary;
    _Atomic uint64_t tokens;
    _Atomic uint64_t bound; /* of the parts together */
};

/* A part has been counted. */
static int reduce_part(void *arg, size_t name, cupro_tally *tally, struct draft *draft)
{
    struct approximation *it = arg;
    uint64_t tokens, bound = 0;
    (void)name;
    (void)draft;
    int error = cupro_tally_size(tally, NULL, &tokens);
    if (!error)
        error = summary_reduce(tally, it->summary.counters, &bound);
    if (!error) {
        atomic_fetch_add(&it->tokens, tokens);
        atomic_fetch_add(&it->bound, bound);
    }
    return error;
}

/* One after the other, in order. */
static int add_part(void *arg, size_t name, cupro_tally *tally, struct draft *draft)
{
    struct approximation *it = arg;
    (void)name;
    (void)draft;
    return summary_add(&it->summary, tally);
}

static int count_keys(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    (void)name;
    return cupro_tally_add_slices(arg, keys, count);
}

/* What lies across the parts, as one more. */
static int add_across(struct approximation *it, const struct word_plan *plan)
{
    cupro_tally *tally;
    int error = cupro_tally_open(&tally);
    if (error)
        return error;
    error = word_plan_finish(plan, ALL_NAMES, count_keys, tally);
    if (!error)
        error = reduce_part(it, ALL_NAMES, tally, NULL);
    if (!error)
        error = add_part(it, ALL_NAMES, tally, NULL);
    cupro_tally_close(tally);
    return error;
}

static void tell_bound(const struct totals *totals, size_t counters)
{
    if (totals->bound == 0)
        complain("counts are exact: %zu counters were enough", counters);
    else
        complain("counts are up to %" PRIu64 " too low, of %" PRIu64 " words with %zu counters",
                 totals->bound, totals->tokens, counters);
}

int print_approximate(const struct document_reading *reading, const struct result_wish *wish)
{
    struct approximation it = {0};
    struct document_reading own = *reading;
    own.parts = true;
    own.finish = reduce_part;
    own.pass = add_part;
    own.arg = &it;
    int error = summary_open(&it.summary, (size_t)wish->counters);
    if (!error)
        error = documents_read(&own);
    if (!error)
        error = add_across(&it, reading->plan);
    if (!error)
        error = summary_finish(&it.summary);
    progress_end(reading->progress);
    names_complain(reading->names);
    /* Half of a file's words would look like all of them. */
    if (!error && !names_are_damaged(reading->names)) {
        const struct totals totals = {.has_tokens = true,
                                      .tokens = atomic_load(&it.tokens),
                                      .bound = it.summary.bound + atomic_load(&it.bound),
                                      .has_bound = true};
        tell_bound(&totals, it.summary.counters);
        error = print_tally(it.summary.tally, wish, &totals);
    }
    summary_close(&it.summary);
    return error;
}
