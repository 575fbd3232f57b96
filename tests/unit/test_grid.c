/* SPDX-License-Identifier: MIT */
/* The grid of a fold, for sizes that no test could run. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include "primitives/loops/grid.h"

/* Small ones, large ones, and those next to a power of two. */
static size_t throw_size(struct dice *dice)
{
    size_t size = (size_t)(dice_bits(dice) >> dice_below(dice, 64));
    if (dice_once_in(dice, 2))
        size = ((size_t)1 << dice_below(dice, 64)) + dice_below(dice, 3) - 1;
    return size;
}

static bool blocks_tile(const struct cupro__grid *grid, size_t n)
{
    if (grid->n != n || grid->blocks != (n > 0 ? (n - 1) / grid->block + 1 : 0))
        return false;
    return n == 0 || (cupro__grid_end(grid, grid->blocks - 1) == n &&
                      (grid->blocks == 1 || cupro__grid_end(grid, 0) == grid->block));
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static const char *what_is_wrong(const struct cupro__grid *grid, size_t n, size_t acc, size_t grain,
                                 size_t finest)
{
    if (!blocks_tile(grid, n))
        return "gap or overlap";
    if (grain > 0 && grid->block < least(grain, n))
        return "shorter than the grain";
    if (grain > 0 && n / grain < 65536 && grid->block != least(grain, n))
        return "not the grain";
    if (grain > 0)
        return grid->blocks <= 65536 ? NULL : "too many of a grain";
    if (grid->block < least(finest, n))
        return "too fine";
    if (grid->blocks > 4096)
        return "too many";
    if (grid->blocks > 64 && grid->blocks > ((size_t)16 << 20) / acc)
        return "too much memory";
    return n <= 512 && acc <= 32768 && finest == 1 && grid->blocks != n ? "not one each" : NULL;
}

START_TEST(a_grid_covers_all_and_keeps_its_limits)
{
    struct dice dice = dice_for(_i);
    for (int repetition = 0; repetition < 100000; repetition++) {
        size_t n = throw_size(&dice), acc = throw_size(&dice), finest = 1 + dice_below(&dice, 1000);
        size_t grain = dice_once_in(&dice, 2) ? 0 : throw_size(&dice);
        acc += acc == 0;
        struct cupro__grid grid = cupro__grid_cut(n, acc, grain, finest);
        const char *wrong = what_is_wrong(&grid, n, acc, grain, finest);
        if (wrong != NULL)
            ck_abort_msg("%s: n %zu, accumulator %zu, grain %zu, finest %zu: %zu blocks of %zu",
                         wrong, n, acc, grain, finest, grid.blocks, grid.block);
    }
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("grid", 1, a_grid_covers_all_and_keeps_its_limits);
}
