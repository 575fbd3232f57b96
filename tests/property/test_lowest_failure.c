/* SPDX-License-Identifier: MIT */
/*
 * Of several bodies that fail, the one with the lowest index is heard, its code comes back as it
 * is, and everything below it was done once: whatever runs, wherever, in whatever pieces.
 */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <cupro/fold.h>
#include <cupro/loop.h>
#include <cupro/runs.h>
#include <cupro/text.h>
#include <limits.h>
#include <stdatomic.h>
#include <string.h>

enum { MOST = 5000 };

struct trial {
    size_t n;
    int code[MOST]; /* what index i returns */
    atomic_int runs[MOST];
    int turns; /* to be wasted at each index */
};

static int attempt(size_t lo, size_t hi, void *ctx)
{
    struct trial *trial = ctx;
    for (size_t i = lo; i < hi; i++) {
        volatile int turns = i % 16 == 3 ? 50 * trial->turns : trial->turns;
        while (turns > 0)
            turns = turns - 1;
        atomic_fetch_add(&trial->runs[i], 1);
        if (trial->code[i] != 0)
            return trial->code[i];
    }
    return 0;
}

/* -- The operations ---------------------------------------------------------------------------- */

typedef int operation(struct trial *trial, const cupro_call *call);

static int loop(struct trial *trial, const cupro_call *call)
{
    return cupro_for_with(trial->n, attempt, call);
}

static int chunks(struct trial *trial, const cupro_call *call)
{
    return cupro_chunks_with(trial->n, 3, attempt, call);
}

/* Every third byte ends a record. */
static int records(struct trial *trial, const cupro_call *call)
{
    static char text[MOST];
    for (size_t i = 0; i < MOST; i++)
        text[i] = i % 3 == 2 ? '\n' : '.';
    return cupro_records_with(text, trial->n, '\n', attempt, call);
}

static int rchunks(struct trial *trial, const cupro_call *call)
{
    return cupro_rchunks_with(trial->n, 3, attempt, call);
}

static int windows(struct trial *trial, const cupro_call *call)
{
    return cupro_windows_with(trial->n + 4, 5, attempt, call);
}

/* Runs of one to three indexes, or one of all. */
CUPRO_RELATION(same_third, size_t, a, b, a / 3 == b / 3);
CUPRO_RELATION(any_two, size_t, a, b, a <= b);

static const size_t *indexes(void)
{
    static size_t index[MOST];
    for (size_t i = 0; i < MOST; i++)
        index[i] = i;
    return index;
}

static int chunk_by(struct trial *trial, const cupro_call *call)
{
    return cupro_chunk_by_with(indexes(), trial->n, sizeof(size_t), &same_third.relation, attempt,
                               call);
}

static int one_run(struct trial *trial, const cupro_call *call)
{
    return cupro_chunk_by_with(indexes(), trial->n, sizeof(size_t), &any_two.relation, attempt,
                               call);
}

/* A word of five bytes and a space behind it, which counts as the word's. */
static char text[MOST];

static int attempt_words(const cupro_slice *words, size_t count, void *ctx)
{
    const struct trial *trial = ctx;
    int error = 0;
    for (size_t i = 0; i < count && error == 0; i++) {
        size_t lo = (size_t)(words[i].begin - text), hi = lo + words[i].length + 1;
        error = attempt(lo, hi < trial->n ? hi : trial->n, ctx);
    }
    return error;
}

static int split(struct trial *trial, const cupro_call *call)
{
    for (size_t i = 0; i < MOST; i++)
        text[i] = i % 6 == 5 ? ' ' : '.';
    return cupro_split_with(text, trial->n, ' ', attempt_words, call);
}

static int tokens(struct trial *trial, const cupro_call *call)
{
    for (size_t i = 0; i < MOST; i++)
        text[i] = i % 6 == 5 ? ' ' : '.';
    return cupro_tokens_with(text, trial->n, attempt_words, call);
}

static int attempt_fold(void *acc, size_t lo, size_t hi, void *ctx)
{
    *(int64_t *)acc += (int64_t)(hi - lo);
    return attempt(lo, hi, ctx);
}

static int fold(struct trial *trial, const cupro_call *call)
{
    int64_t sum;
    return cupro_fold_with(trial->n, attempt_fold, &cupro_plus_i64, &sum, call);
}

static int fold_workers(struct trial *trial, const cupro_call *call)
{
    int64_t sum;
    return cupro_fold_workers_with(trial->n, attempt_fold, &cupro_plus_i64, &sum, call);
}

static int attempt_items(const void *items, size_t n, void *ctx)
{
    size_t first = *(const size_t *)items;
    return attempt(first, first + n, ctx);
}

static int each(struct trial *trial, const cupro_call *call)
{
    return cupro_each_with(cupro_from(indexes(), trial->n), attempt_items, call);
}

static operation *const operations[] = {loop,    chunks, rchunks, windows, records,      chunk_by,
                                        one_run, split,  tokens,  fold,    fold_workers, each};

/* -- The property ------------------------------------------------------------------------------ */

static size_t choose_failures(struct trial *trial, struct dice *dice)
{
    static const int codes[] = {1,        -1,     INT_MAX,       INT_MIN, CUPRO_ENOMEM,
                                12345678, -98765, CUPRO_ESTOPPED};
    size_t lowest = trial->n;
    for (size_t many = 1 + dice_below(dice, 5); many > 0; many--) {
        size_t at = dice_below(dice, trial->n);
        trial->code[at] = codes[dice_below(dice, COUNT_OF(codes))];
        lowest = at < lowest ? at : lowest;
    }
    return lowest;
}

static void check_failure(const struct place *place, struct dice *dice, size_t number)
{
    static struct trial trial;
    memset(&trial, 0, sizeof trial);
    trial.n = 1 + dice_below(dice, dice_once_in(dice, 3) ? 10 : MOST);
    trial.turns = (int)dice_below(dice, 2) * 50;
    size_t lowest = choose_failures(&trial, dice);
    size_t grain = dice_once_in(dice, 4) ? 0 : 1 + dice_below(dice, 40);
    cupro_call call = {.ctx = &trial, AT(*place), .grain = grain};

    int result = operations[number](&trial, &call);
    int below = 0, twice = 0;
    for (size_t i = 0; i < trial.n; i++) {
        below += i <= lowest && trial.runs[i] != 1;
        twice += trial.runs[i] > 1;
    }
    ck_assert_msg(result == trial.code[lowest] && below == 0 && twice == 0,
                  "operation %zu, n %zu, grain %zu: index %zu failed with %d, got %d; %d below "
                  "were not run, %d run twice",
                  number, trial.n, grain, lowest, trial.code[lowest], result, below, twice);
}

START_TEST(the_lowest_failure_is_returned)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int repetition = 0; repetition < 200; repetition++)
        check_failure(&place, &dice, (size_t)repetition % COUNT_OF(operations));
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("lowest_failure", PLACES, the_lowest_failure_is_returned);
}
