/* SPDX-License-Identifier: MIT */
/* Flows: what is added in pieces arrives whole, with a buffer and without, and nothing else is
 * written. */
#include "dice.h"
#include "fence.h"
#include "run_tests.h"

#include "primitives/chains/flow.h"

#include <stdlib.h>

enum { MOST = 3000, PIECE = 500, LINE = 64, FEW = 100, MANY = 1 << 30 };

static char *new_buffer(void)
{
    size_t room = cupro__flow_buffer(PIECE, MANY);
    return room > 0 ? aligned_alloc(LINE, room) : NULL;
}

static void flow_all(struct dice *dice, const unsigned char *from, size_t n, void *to, char *buffer)
{
    struct cupro__flow flow = cupro__flow_begin(to, buffer);
    for (size_t at = 0; at < n;) {
        size_t piece = dice_below(dice, PIECE + 1);
        piece = piece < n - at ? piece : n - at;
        memcpy(cupro__flow_room(&flow), from + at, piece);
        cupro__flow_add(&flow, piece);
        at += piece;
    }
    cupro__flow_end(&flow);
}

START_TEST(pieces_arrive_whole_and_nothing_else_is_written)
{
    struct dice dice = dice_for(_i);
    struct fence out = fence_new(MOST + LINE);
    char *buffer = _i == 0 ? NULL : new_buffer();
    unsigned char from[MOST];
    for (size_t i = 0; i < MOST; i++)
        from[i] = (unsigned char)dice_bits(&dice);
    for (size_t after = 0; after < LINE; after++)
        for (size_t n = 0; n < MOST; n += 1 + dice_below(&dice, MOST / 10)) {
            unsigned char *to = fence_last(&out, n + after);
            flow_all(&dice, from, n, to, buffer);
            ck_assert_mem_eq(to, from, n);
            ck_assert(fence_untouched_before(&out, to));
            for (size_t i = 0; i < after; i++)
                ck_assert_uint_eq(to[n + i], FENCE_CANARY);
        }
    free(buffer);
    fence_free(&out);
}
END_TEST

START_TEST(few_results_need_no_buffer)
{
    ck_assert_uint_eq(cupro__flow_buffer(PIECE, FEW), 0);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("flow", 2, pieces_arrive_whole_and_nothing_else_is_written,
                     few_results_need_no_buffer);
}
