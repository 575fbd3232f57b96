/* SPDX-License-Identifier: MIT */
/*
 * Accumulators that own memory: whatever goes wrong, and wherever, each one that was made is
 * dropped exactly once, except the result of an operation that succeeds.
 */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <cupro/fold.h>
#include <stdatomic.h>
#include <string.h>

enum { ROOM = 4096, NUMBERS = 3000, INIT_FAILS = 101, FOLD_FAILS, COMBINE_FAILS };

struct purse {
    size_t number;
    int64_t *sum; /* on the heap; NULL once it was emptied into another */
};

/* What is known of all purses of one operation. A countdown that gets to 1 lets that call fail. */
struct ledger {
    atomic_size_t made;
    atomic_int dropped[ROOM];
    atomic_int faults; /* purses used before they were made or after they were dropped */
    atomic_long init_fails, fold_fails, combine_fails, stop_comes;
    cupro_stop stop;
};

static bool is_due(atomic_long *countdown)
{
    return atomic_fetch_sub(countdown, 1) == 1;
}

static bool is_live(struct ledger *ledger, const struct purse *purse)
{
    bool live = purse->number < ledger->made && ledger->dropped[purse->number] == 0;
    if (!live)
        atomic_fetch_add(&ledger->faults, 1);
    return live;
}

static int make(void *acc, void *ctx)
{
    struct ledger *ledger = ctx;
    if (is_due(&ledger->init_fails))
        return INIT_FAILS;
    int64_t *sum = calloc(1, sizeof *sum);
    *(struct purse *)acc = (struct purse){atomic_fetch_add(&ledger->made, 1), sum};
    return 0;
}

static int empty_into(void *acc, void *other, void *ctx)
{
    struct ledger *ledger = ctx;
    struct purse *a = acc, *b = other;
    if (is_due(&ledger->combine_fails))
        return COMBINE_FAILS;
    if (!is_live(ledger, a) || !is_live(ledger, b))
        return 0;
    *a->sum += *b->sum;
    free(b->sum);
    b->sum = NULL;
    return 0;
}

static void drop(void *acc, void *ctx)
{
    struct ledger *ledger = ctx;
    struct purse *purse = acc;
    if (!is_live(ledger, purse))
        return;
    atomic_fetch_add(&ledger->dropped[purse->number], 1);
    free(purse->sum);
    *purse = (struct purse){SIZE_MAX, NULL};
}

static const cupro_monoid purses = {
    .size = sizeof(struct purse), .init = make, .combine = empty_into, .drop = drop};

static int64_t numbers[NUMBERS]; /* 0, 1, 2, … */

static int fold_range(void *acc, size_t lo, size_t hi, void *ctx)
{
    struct ledger *ledger = ctx;
    struct purse *purse = acc;
    if (!is_live(ledger, purse))
        return 0;
    for (size_t i = lo; i < hi; i++)
        *purse->sum += numbers[i];
    if (is_due(&ledger->stop_comes))
        cupro_stop_request(&ledger->stop);
    return is_due(&ledger->fold_fails) ? FOLD_FAILS : 0;
}

static size_t fold_step(const void *in, void *out, size_t n, void *ctx)
{
    const int64_t *first = in;
    size_t lo = (size_t)(first - numbers);
    return fold_range(out, lo, lo + n, ctx) == 0 ? n : n - 1;
}

/* -- The operations ---------------------------------------------------------------------------- */

typedef int operation(size_t n, struct purse *result, const cupro_call *call);

static int fold(size_t n, struct purse *result, const cupro_call *call)
{
    return cupro_fold_with(n, fold_range, &purses, result, call);
}

static int fold_workers(size_t n, struct purse *result, const cupro_call *call)
{
    return cupro_fold_workers_with(n, fold_range, &purses, result, call);
}

/* A step cannot say more than that it failed, which is CUPRO_EINVAL. */
static int reduce(size_t n, struct purse *result, const cupro_call *call)
{
    static const cupro_stage stage = {CUPRO_STAGE_FOLD, sizeof(int64_t), sizeof(struct purse),
                                      fold_step, 0};
    static const cupro_stage *const stages[] = {&stage};
    cupro_chain chain = cupro_from_with(numbers, n, sizeof *numbers, 1, stages);
    int error = cupro_reduce_with(chain, &purses, result, sizeof *result, call);
    return error == CUPRO_EINVAL ? FOLD_FAILS : error;
}

static operation *const operations[] = {fold, fold_workers, reduce};

/* -- The property ------------------------------------------------------------------------------ */

static bool was_due(const atomic_long *countdown, long from)
{
    return from > 0 && *countdown <= 0;
}

/* 1 if each purse made was dropped once, except `kept`. */
static bool are_dropped(const struct ledger *ledger, size_t kept)
{
    for (size_t i = 0; i < ledger->made; i++)
        if (ledger->dropped[i] != (i != kept))
            return false;
    return true;
}

static void check_ownership(const struct place *place, struct dice *dice, operation *run)
{
    static const size_t ns[] = {0, 1, 2, 100, 600, NUMBERS};
    static struct ledger ledger;
    size_t n = ns[dice_below(dice, COUNT_OF(ns))];
    size_t grain = dice_below(dice, 2) * (1 + dice_below(dice, 64));
    long init = 0, folder = 0, combine = 0, stop = 0;
    long *const fails[] = {&init, &folder, &combine, &stop};
    *fails[dice_below(dice, 4)] = (long)dice_below(dice, n / 4 + 2);
    memset(&ledger, 0, sizeof ledger);
    ledger.init_fails = init;
    ledger.fold_fails = folder;
    ledger.combine_fails = combine;
    ledger.stop_comes = stop;

    struct purse result = {77, NULL};
    cupro_call call = {.ctx = &ledger, AT(*place), .grain = grain, .stop = &ledger.stop};
    int error = run(n, &result, &call);
    ck_assert_int_eq(ledger.faults, 0);
    ck_assert(!was_due(&ledger.init_fails, init) || error == INIT_FAILS);
    ck_assert(!was_due(&ledger.fold_fails, folder) || error == FOLD_FAILS);
    ck_assert(!was_due(&ledger.combine_fails, combine) || error == COMBINE_FAILS);
    if (error != 0) {
        ck_assert(init + folder + combine + stop > 0);
        ck_assert(result.number == 77 && result.sum == NULL);
        ck_assert(are_dropped(&ledger, SIZE_MAX));
    } else {
        ck_assert_int_eq(*result.sum, (int64_t)(n * (n - (n > 0)) / 2));
        ck_assert(are_dropped(&ledger, result.number));
        drop(&result, &ledger);
    }
}

START_TEST(each_accumulator_is_dropped_once)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int64_t i = 0; i < NUMBERS; i++)
        numbers[i] = i;
    for (int repetition = 0; repetition < 30; repetition++)
        for (size_t o = 0; o < COUNT_OF(operations); o++)
            check_ownership(&place, &dice, operations[o]);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("ownership", PLACES, each_accumulator_is_dropped_once);
}
