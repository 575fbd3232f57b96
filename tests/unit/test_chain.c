/* SPDX-License-Identifier: MIT */
/* Chains that cannot be: every verb refuses them, and runs and writes nothing. */
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <stdatomic.h>
#include <string.h>

enum { N = 1000 };

static int64_t numbers[N];
static atomic_int steps_run;

static size_t step(const void *in, void *out, size_t n, void *ctx)
{
    (void)in;
    (void)out;
    (void)ctx;
    atomic_fetch_add(&steps_run, 1);
    return n;
}

/* Does all but the last element of a batch, and says so. */
static size_t lazy_step(const void *in, void *out, size_t n, void *ctx)
{
    (void)in;
    (void)ctx;
    memset(out, 1, n);
    return n - 1;
}

static const cupro_stage map = {CUPRO_STAGE_MAP, 8, 8, step, 0};
static const cupro_stage filter = {CUPRO_STAGE_FILTER, 8, 8, step, 0};
static const cupro_stage fold = {CUPRO_STAGE_FOLD, 8, 8, step, 0};
static const cupro_stage narrow = {CUPRO_STAGE_MAP, 8, 4, step, 0};
static const cupro_stage resizing_filter = {CUPRO_STAGE_FILTER, 8, 4, step, 0};
static const cupro_stage no_step = {CUPRO_STAGE_MAP, 8, 8, NULL, 0};
static const cupro_stage into_nothing = {CUPRO_STAGE_MAP, 8, 0, step, 0};
static const cupro_stage of_no_kind = {(cupro_stage_kind)0, 8, 8, step, 0};
static const cupro_stage of_kind_five = {(cupro_stage_kind)5, 8, 8, step, 0};
static const cupro_stage twice = {CUPRO_STAGE_FLAT_MAP, 8, 8, step, 2};
static const cupro_stage never = {CUPRO_STAGE_FLAT_MAP, 8, 8, step, 0};
static const cupro_stage sixteenth = {CUPRO_STAGE_FLAT_MAP, 8, 8, step, SIZE_MAX / 16};
static const cupro_stage all = {CUPRO_STAGE_FLAT_MAP, 8, 1, step, SIZE_MAX};
static const cupro_stage all_fold = {CUPRO_STAGE_FOLD, 1, 8, step, 0};

#define NINE &map, &map, &map, &map, &map, &map, &map, &map, &map

/* -- Wrong from the beginning ------------------------------------------------------------------ */

static const struct recipe {
    const char *what;
    const void *base;
    size_t n, size;
    int stages;
    const cupro_stage *stage[9];
} recipes[] = {
    {"nine stages", numbers, N, 8, 9, {NINE}},
    {"less than no stages", numbers, N, 8, -1, {&map}},
    {"a stage that is NULL", numbers, N, 8, 2, {&map, NULL}},
    {"a stage without a step", numbers, N, 8, 2, {&map, &no_step}},
    {"a kind that is none", numbers, N, 8, 1, {&of_no_kind}},
    {"a kind beyond the last", numbers, N, 8, 1, {&of_kind_five}},
    {"a map to elements of no bytes", numbers, N, 8, 1, {&into_nothing}},
    {"a filter that changes the size", numbers, N, 8, 1, {&resizing_filter}},
    {"elements that the first stage does not take", numbers, N, 4, 1, {&map}},
    {"neighbours that do not fit", numbers, N, 8, 2, {&narrow, &map}},
    {"a fold in the middle", numbers, N, 8, 2, {&fold, &map}},
    {"two folds", numbers, N, 8, 2, {&fold, &fold}},
    {"a flat map without results", numbers, N, 8, 1, {&never}},
    {"more results than there are numbers for", numbers, N, 8, 1, {&sixteenth}},
    {"more results of one than there are", numbers, 1, 8, 3, {&sixteenth, &twice, &twice}},
    {"a flat map to more accumulators than there are", numbers, 1, 8, 2, {&all, &all_fold}},
    {"no array", NULL, N, 8, 1, {&map}},
    {"elements of no bytes", numbers, N, 0, 0, {NULL}},
    {"more bytes than there are", numbers, SIZE_MAX / 8 + 1, 8, 1, {&map}},
};

static int visit(const void *items, size_t n, void *ctx)
{
    return (int)step(items, NULL, 0 * n, ctx);
}

/* Hand the chain to all verbs; each is to refuse it. */
static void check_refused(const char *what, cupro_chain chain, size_t out_size)
{
    int64_t out[N] = {42}, *fresh = NULL;
    size_t count = 42;
    int codes[] = {
        cupro_collect_with(chain, out, out_size, &count, NULL),
        cupro_collect_new_with(chain, (void **)&fresh, out_size, &count, NULL),
        cupro_reduce_with(chain, &cupro_plus_i64, out, out_size, NULL),
        cupro_count_with(chain, &count, NULL),
        cupro_each_with(chain, visit, NULL),
    };
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        ck_assert_msg(codes[i] == CUPRO_EINVAL, "%s: verb %zu returned %d", what, i, codes[i]);
    ck_assert_int_eq(steps_run, 0);
    ck_assert(out[0] == 42 && fresh == NULL && count == 42);
}

START_TEST(every_verb_refuses_a_chain_that_is_wrong)
{
    for (size_t i = 0; i < COUNT_OF(recipes); i++) {
        const struct recipe *r = &recipes[i];
        cupro_chain chain = cupro_from_with(r->base, r->n, r->size, r->stages, r->stage);
        check_refused(r->what, chain, 8);
        check_refused(r->what, chain, 4);
    }
    check_refused("no list of stages", cupro_from_with(numbers, N, 8, 1, NULL), 8);
}
END_TEST

START_TEST(a_chain_that_nobody_built_is_refused)
{
    check_refused("all zero", (cupro_chain){0}, 8);
}
END_TEST

/* -- Wrong for the verb ------------------------------------------------------------------------ */

static cupro_chain chain_of(const cupro_stage *stage)
{
    return cupro_from_with(numbers, N, 8, 1, &stage);
}

START_TEST(folds_are_for_reduce_only)
{
    int64_t out[N], *fresh;
    size_t count;
    ck_assert_int_eq(cupro_collect(chain_of(&fold), out, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect_new(chain_of(&fold), &fresh, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count(chain_of(&fold), &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_each(chain_of(&fold), visit, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(steps_run, 0);
}
END_TEST

START_TEST(results_must_have_the_size_of_what_comes_out)
{
    int32_t out[N], *fresh;
    size_t count;
    ck_assert_int_eq(cupro_collect(chain_of(&map), out, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect_new(chain_of(&filter), &fresh, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_reduce(chain_of(&map), &cupro_plus_i64, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_reduce(chain_of(&map), &cupro_plus_i32, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_reduce(chain_of(&fold), &cupro_plus_i32, out), CUPRO_EINVAL);
    ck_assert_int_eq(steps_run, 0);
}
END_TEST

START_TEST(a_chain_that_filters_needs_a_count)
{
    int64_t out[N], *fresh;
    ck_assert_int_eq(cupro_collect(chain_of(&filter), out, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect_new(chain_of(&filter), &fresh, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(steps_run, 0);
}
END_TEST

START_TEST(results_that_would_not_fit_into_memory_are_refused)
{
    static const cupro_stage widen = {CUPRO_STAGE_MAP, 8, SIZE_MAX / 4, step, 0};
    const cupro_stage *stages[] = {&widen};
    cupro_chain chain = cupro_from_with(numbers, N, 8, 1, stages);
    void *fresh = NULL;
    ck_assert_int_eq(cupro_collect_with(chain, numbers, SIZE_MAX / 4, NULL, NULL), CUPRO_EINVAL);
    int error = cupro_collect_new_with(chain, &fresh, SIZE_MAX / 4, NULL, NULL);
    ck_assert(error == CUPRO_ENOMEM || error == CUPRO_EINVAL);
    ck_assert_ptr_null(fresh);
    ck_assert_int_eq(steps_run, 0);
}
END_TEST

/* -- Steps that fail --------------------------------------------------------------------------- */

START_TEST(a_step_that_does_less_than_its_batch_makes_the_operation_fail)
{
    static const cupro_stage lazy[] = {{CUPRO_STAGE_MAP, 8, 8, lazy_step, 0},
                                       {CUPRO_STAGE_FILTER, 8, 8, lazy_step, 0},
                                       {CUPRO_STAGE_FOLD, 8, 8, lazy_step, 0}};
    struct place place = place_open(_i);
    for (size_t i = 0; i < COUNT_OF(lazy); i++) {
        cupro_chain chain = chain_of(&lazy[i]);
        int64_t out[N], *fresh = out, sum = 42;
        size_t count = 42;
        ck_assert_int_eq(cupro_collect(chain, out, &count, AT(place)), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_collect_new(chain, &fresh, &count, AT(place)), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_reduce(chain, &cupro_plus_i64, &sum, AT(place)), CUPRO_EINVAL);
        if (lazy[i].kind != CUPRO_STAGE_MAP) /* which would not run */
            ck_assert_int_eq(cupro_count(chain, &count, AT(place)), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_each(chain, visit, NULL, AT(place)), CUPRO_EINVAL);
        ck_assert(fresh == NULL && sum == 42 && count == 42);
    }
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("chain", PLACES, every_verb_refuses_a_chain_that_is_wrong,
                     a_chain_that_nobody_built_is_refused, folds_are_for_reduce_only,
                     results_must_have_the_size_of_what_comes_out,
                     a_chain_that_filters_needs_a_count,
                     results_that_would_not_fit_into_memory_are_refused,
                     a_step_that_does_less_than_its_batch_makes_the_operation_fail);
}
