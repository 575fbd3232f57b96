/* SPDX-License-Identifier: MIT */
/*
 * Random chains, through every verb, against an interpreter: results, their number and order, and
 * that each stage sees each element that gets there once.
 */
#include "thrown_chain.h"

#include "fence.h"
#include "places.h"
#include "run_tests.h"

enum { ROOM = 70000 * 16, CHAINS = 40, FIRST = 1000003 };

/* One case: a chain over an array, and what is to come of it. */
struct trial {
    struct thrown_chain thrown;
    cupro_chain chain;
    cupro_call call;
    struct fence array, out;
    size_t n, out_size, count;
    unsigned char *results;
    struct tally seen[CUPRO_MAX_STAGES];
    int last_change; /* how many stages there are up to the last filter or flat map */
    char name[160];
};

static size_t throw_n(struct dice *dice, size_t most)
{
    static const size_t borders[] = {0,     1,     2,     3,     63,    64,    65,   255,
                                     256,   1000,  2047,  2048,  2049,  4095,  4096, 16319,
                                     16320, 16384, 16385, 65535, 65536, 65537, 68000};
    size_t n = borders[dice_below(dice, COUNT_OF(borders))];
    if (dice_once_in(dice, 2))
        n = dice_below(dice, 5000);
    return n < most ? n : most;
}

/* The most bytes that can come of an element. */
static size_t widest(const struct thrown_chain *chain)
{
    size_t size = chain->size;
    for (int i = 0; i < chain->stages; i++)
        size = chain->at[i].stage.out_size > size ? chain->at[i].stage.out_size : size;
    return size * chain->most;
}

static cupro_chain build(struct thrown_chain *thrown, const void *base, size_t n)
{
    const cupro_stage *stages[CUPRO_MAX_STAGES];
    for (int i = 0; i < thrown->stages; i++)
        stages[i] = &thrown->at[i].stage;
    if (thrown->range)
        return cupro_from_range_with(FIRST, FIRST + n, thrown->stages, stages);
    return cupro_from_with(base, n, thrown->size, thrown->stages, stages);
}

static void throw_trial(struct dice *dice, const struct place *place, struct trial *trial)
{
    throw_chain(dice, &trial->thrown);
    size_t n = throw_n(dice, ROOM / widest(&trial->thrown));
    size_t grain = dice_once_in(dice, 3) ? 1 + dice_below(dice, n / 2 + 5) : 0;
    size_t max_grain = grain == 0 && dice_once_in(dice, 3) ? 1 + dice_below(dice, n + 5) : 0;
    unsigned char *base = fence_last(&trial->array, n * trial->thrown.size);
    for (size_t i = 0; i < n * trial->thrown.size; i++)
        base[i] = (unsigned char)dice_bits(dice);
    for (size_t i = FIRST; i < FIRST + n && trial->thrown.range; i++)
        memcpy(base + (i - FIRST) * sizeof i, &i, sizeof i);
    trial->n = n;
    trial->out_size = thrown_out_size(&trial->thrown);
    trial->call =
        (cupro_call){.ctx = &trial->thrown, AT(*place), .grain = grain, .max_grain = max_grain};
    trial->chain = build(&trial->thrown, base, n);
    trial->results = interpret(&trial->thrown, base, n, &trial->count, trial->seen);
    trial->last_change = 0;
    for (int i = 0; i < trial->thrown.stages; i++)
        if (trial->thrown.at[i].stage.kind == CUPRO_STAGE_FILTER ||
            trial->thrown.at[i].stage.kind == CUPRO_STAGE_FLAT_MAP)
            trial->last_change = i + 1;
    name_chain(&trial->thrown, trial->name, sizeof trial->name);
}

#define CHECK(trial, condition)                                                               \
    ck_assert_msg((condition), "%s; chain %s%s, n %zu, grain %zu, max_grain %zu", #condition, \
                  (trial)->thrown.range ? "of a range " : "", (trial)->name, (trial)->n,      \
                  (trial)->call.grain, (trial)->call.max_grain)

static bool tallies_agree(const struct tally *a, const struct tally *b)
{
    return a->n == b->n && a->digest == b->digest;
}

/* Whether the stages [0, stages) saw what they were to see, apart from where they wrote, and the
 * others nothing; and forget. */
static bool stages_saw(struct trial *trial, int stages)
{
    static const struct tally nothing;
    bool all = true;
    for (int i = 0; i < trial->thrown.stages; i++) {
        all = all &&
              tallies_agree(&trial->thrown.at[i].seen, i < stages ? &trial->seen[i] : &nothing);
        all = all && trial->thrown.at[i].aliased == 0;
        trial->thrown.at[i].seen = nothing;
    }
    return all;
}

/* -- Verbs ------------------------------------------------------------------------------------- */

/* The output has room for the results and no more. */
static void check_collect(struct trial *trial)
{
    size_t count = 12345, bytes = trial->count * trial->out_size;
    void *out = fence_last(&trial->out, bytes);
    CHECK(trial, cupro_collect_with(trial->chain, out, trial->out_size, &count, &trial->call) == 0);
    CHECK(trial, count == trial->count);
    CHECK(trial, memcmp(out, trial->results, bytes) == 0);
    CHECK(trial, fence_untouched_before(&trial->out, out));
    CHECK(trial, stages_saw(trial, trial->thrown.stages));
}

static void check_collect_new(struct trial *trial)
{
    size_t count = 12345;
    void *out = trial;
    CHECK(trial,
          cupro_collect_new_with(trial->chain, &out, trial->out_size, &count, &trial->call) == 0);
    CHECK(trial, count == trial->count && (out == NULL) == (count == 0));
    CHECK(trial, count == 0 || memcmp(out, trial->results, count * trial->out_size) == 0);
    CHECK(trial, stages_saw(trial, trial->thrown.stages));
    free(out);
}

static void check_in_place(struct trial *trial)
{
    if (trial->thrown.range || trial->last_change > 0 || trial->thrown.size != trial->out_size)
        return;
    size_t bytes = trial->n * trial->out_size;
    void *both = fence_last(&trial->out, bytes);
    memcpy(both, trial->chain.base, bytes);
    cupro_chain chain = build(&trial->thrown, both, trial->n);
    CHECK(trial, cupro_collect_with(chain, both, trial->out_size, NULL, &trial->call) == 0);
    CHECK(trial, memcmp(both, trial->results, bytes) == 0);
    CHECK(trial, fence_untouched_before(&trial->out, both));
    CHECK(trial, stages_saw(trial, trial->thrown.stages));
}

static void check_count(struct trial *trial)
{
    size_t count = 12345;
    CHECK(trial, cupro_count_with(trial->chain, &count, &trial->call) == 0);
    CHECK(trial, count == trial->count);
    CHECK(trial, stages_saw(trial, trial->last_change));
}

static int visit(const void *items, size_t n, void *ctx)
{
    struct thrown_chain *thrown = ctx;
    tally_add(&thrown->visited, items, n, thrown_out_size(thrown));
    return n > 0 && n < 10000 ? 0 : 1;
}

static void check_each(struct trial *trial)
{
    struct tally expected = {0, 0};
    tally_add(&expected, trial->results, trial->count, trial->out_size);
    CHECK(trial, cupro_each_with(trial->chain, visit, &trial->call) == 0);
    CHECK(trial, tallies_agree(&trial->thrown.visited, &expected));
    CHECK(trial, stages_saw(trial, trial->thrown.stages));
}

#define UNCHANGED \
    {             \
        1, 0      \
    }
CUPRO_MONOID(composition, struct poly, f, g, poly_then(f, g), UNCHANGED);

/* Without `fold`, the monoid combines the elements one by one. */
static void check_reduce(struct trial *trial, bool one_by_one)
{
    cupro_monoid monoid = composition;
    struct poly expected = UNCHANGED, got = {77, 77};
    if (ends_in_fold(&trial->thrown))
        memcpy(&expected, trial->results, sizeof expected);
    else
        monoid.fold(&expected, trial->results, trial->count);
    if (one_by_one)
        monoid.fold = NULL;
    CHECK(trial, cupro_reduce_with(trial->chain, &monoid, &got, sizeof got, &trial->call) == 0);
    CHECK(trial, got.scale == expected.scale && got.shift == expected.shift);
    CHECK(trial, stages_saw(trial, trial->thrown.stages));
}

static void check_verbs(struct trial *trial)
{
    if (trial->out_size == sizeof(struct poly)) {
        check_reduce(trial, false);
        check_reduce(trial, true);
    }
    if (ends_in_fold(&trial->thrown))
        return;
    check_collect(trial);
    check_collect_new(trial);
    check_in_place(trial);
    check_count(trial);
    check_each(trial);
}

START_TEST(chains_do_what_a_loop_over_their_stages_does)
{
    static struct trial trial;
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    trial.array = fence_new(ROOM);
    trial.out = fence_new(ROOM);
    for (int i = 0; i < CHAINS; i++) {
        throw_trial(&dice, &place, &trial);
        check_verbs(&trial);
        free(trial.results);
    }
    fence_free(&trial.array);
    fence_free(&trial.out);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("chains", PLACES, chains_do_what_a_loop_over_their_stages_does);
}
