/* SPDX-License-Identifier: MIT */
/*
 * Folds on a fixed grid: the same bits on any number of threads.
 *
 * Every block has an accumulator; when all are folded they are combined pairwise, neighbours first
 * (0 with 1, 2 with 3, …, then 0 with 2, …), which keeps the order that a monoid without
 * commutativity needs and makes the rounding error of float sums grow with log2(blocks) instead of
 * blocks. Work n + blocks, span block + log2(blocks) times a combination; the combinations are few
 * and cheap, so the caller does them alone.
 *
 * Slower alternatives: one accumulator a runner is as fast, but its result depends on who ran what.
 */
#include "primitives/loops/fold.h"

#include "runtime/engine/engine.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_ON_STACK 2048

bool cupro__monoid_is_valid(const cupro_monoid *monoid)
{
    return monoid != NULL && monoid->size > 0 && monoid->combine != NULL &&
           (monoid->init != NULL || monoid->identity != NULL);
}

int cupro__monoid_init(const cupro_monoid *monoid, void *acc, void *ctx)
{
    if (monoid->init != NULL)
        return monoid->init(acc, ctx);
    memcpy(acc, monoid->identity, monoid->size);
    return 0;
}

int cupro__monoid_fold(const cupro_monoid *monoid, void *acc, const void *items, size_t n,
                       void *ctx)
{
    if (monoid->fold != NULL) {
        monoid->fold(acc, items, n);
        return 0;
    }
    int error = 0;
    const char *item = items;
    for (size_t i = 0; i < n && error == 0; i++)
        error = monoid->combine(acc, (void *)(item + i * monoid->size), ctx);
    return error;
}

struct fold {
    const struct cupro__grid *grid;
    const cupro_monoid *monoid;
    cupro__folder *run;
    void *arg;
    void *ctx;
    char *accs; /* one a block */
    bool *made; /* whether that one was initialised */
};

static void *acc_of(const struct fold *fold, size_t block)
{
    return fold->accs + block * fold->monoid->size;
}

static int run_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    struct fold *fold = arg;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++) {
        void *acc = acc_of(fold, block);
        error = cupro__monoid_init(fold->monoid, acc, fold->ctx);
        if (error != 0)
            break;
        fold->made[block] = true;
        error = fold->run(acc, block * fold->grid->block, cupro__grid_end(fold->grid, block),
                          runner, fold->arg);
    }
    return error;
}

static int combine_pairwise(const struct fold *fold)
{
    size_t blocks = fold->grid->blocks;
    for (size_t step = 1; step < blocks; step *= 2)
        for (size_t i = 0; i + step < blocks; i += 2 * step) {
            int error = fold->monoid->combine(acc_of(fold, i), acc_of(fold, i + step), fold->ctx);
            if (error != 0)
                return error;
        }
    return 0;
}

static void drop_from(const struct fold *fold, size_t first)
{
    if (fold->monoid->drop == NULL)
        return;
    for (size_t i = first; i < fold->grid->blocks; i++)
        if (fold->made[i])
            fold->monoid->drop(acc_of(fold, i), fold->ctx);
}

static int fold_blocks(const struct cupro__crew *crew, struct fold *fold, void *out,
                       double block_ns, const cupro_call *call)
{
    struct cupro__work work = {.units = fold->grid->blocks,
                               .elements = fold->grid->n,
                               .run = run_blocks,
                               .arg = fold,
                               .grain = call->grain > 0 ? 1 : 0,
                               .unit_ns = block_ns};
    int error = cupro__engine_run(crew, &work, call);
    if (error == 0)
        error = combine_pairwise(fold);
    if (error == 0)
        memcpy(out, fold->accs, fold->monoid->size);
    drop_from(fold, error == 0 ? 1 : 0);
    return error;
}

int cupro__fold_grid(const struct cupro__crew *crew, const struct cupro__grid *grid,
                     cupro__folder *run, void *arg, const cupro_monoid *monoid, void *out,
                     double block_ns, const cupro_call *call)
{
    if (grid->n == 0)
        return cupro__monoid_init(monoid, out, call->ctx);
    size_t size;
    if (__builtin_mul_overflow(grid->blocks, monoid->size + sizeof(bool), &size) ||
        size > SIZE_MAX - 64)
        return CUPRO_ENOMEM;
    _Alignas(64) char on_stack[BYTES_ON_STACK];
    char *memory = on_stack;
    if (size > sizeof on_stack)
        memory = aligned_alloc(64, (size + 63) / 64 * 64);
    if (memory == NULL)
        return CUPRO_ENOMEM;
    bool *made = (bool *)(memory + grid->blocks * monoid->size);
    memset(made, 0, grid->blocks * sizeof *made);
    struct fold fold = {grid, monoid, run, arg, call->ctx, memory, made};
    int error = fold_blocks(crew, &fold, out, block_ns, call);
    if (memory != on_stack)
        free(memory);
    return error;
}

/* -- cupro_fold ---------------------------------------------------------------------------------
 */

struct user_fold {
    cupro_folder *folder;
    void *ctx;
};

static int run_user(void *acc, size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct user_fold *fold = arg;
    return fold->folder(acc, lo, hi, fold->ctx);
}

int cupro_fold_with(size_t n, cupro_folder *folder, const cupro_monoid *monoid, void *out,
                    const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (folder == NULL || out == NULL || !cupro__monoid_is_valid(monoid))
        return CUPRO_EINVAL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    struct user_fold user = {folder, call->ctx};
    struct cupro__grid grid = cupro__grid_cut(n, monoid->size, call->grain, 1);
    error = cupro__fold_grid(&crew, &grid, run_user, &user, monoid, out, 0, call);
    cupro__crew_dismiss(&crew);
    return error;
}
