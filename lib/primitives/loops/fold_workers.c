/* SPDX-License-Identifier: MIT */
/*
 * cupro_fold_workers: an accumulator a runner, made by the runner when its first range comes, each
 * on cache lines of its own. Ranges are the engine's, as in cupro_for; the accumulators are
 * combined in the runners' order, which says nothing about the indexes' order.
 */
#include "primitives/loops/fold.h"

#include "runtime/engine/engine.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LINE 128 /* two cache lines: neighbours are fetched in pairs */

struct workers {
    cupro_folder *folder;
    const cupro_monoid *monoid;
    void *ctx;
    char *states; /* `stride` bytes a runner: made, then the accumulator */
    size_t stride;
    int runners;
};

static bool *made_of(const struct workers *workers, int runner)
{
    return (bool *)(workers->states + (size_t)runner * workers->stride);
}

static void *acc_of(const struct workers *workers, int runner)
{
    return workers->states + (size_t)runner * workers->stride + LINE;
}

static int run_range(size_t lo, size_t hi, int runner, void *arg)
{
    const struct workers *workers = arg;
    bool *made = made_of(workers, runner);
    void *acc = acc_of(workers, runner);
    if (!*made) {
        int error = cupro__monoid_init(workers->monoid, acc, workers->ctx);
        if (error != 0)
            return error;
        *made = true;
    }
    return workers->folder(acc, lo, hi, workers->ctx);
}

/* Combine all that were made into the first of them, and return that one's number, or -1. */
static int combine_all(const struct workers *workers, int *error)
{
    int first = -1;
    for (int i = 0; i < workers->runners && *error == 0; i++) {
        if (!*made_of(workers, i))
            continue;
        if (first < 0)
            first = i;
        else
            *error =
                workers->monoid->combine(acc_of(workers, first), acc_of(workers, i), workers->ctx);
    }
    return first;
}

static int fold_states(const struct cupro__crew *crew, struct workers *workers, size_t n, void *out,
                       const cupro_call *call)
{
    struct cupro__work work = {.units = n,
                               .run = run_range,
                               .arg = workers,
                               .grain = call->grain,
                               .max_grain = call->max_grain};
    int error = cupro__engine_run(crew, &work, call);
    int result = combine_all(workers, &error);
    if (error == 0 && result < 0)
        error = cupro__monoid_init(workers->monoid, out, workers->ctx);
    else if (error == 0)
        memcpy(out, acc_of(workers, result), workers->monoid->size);
    for (int i = 0; i < workers->runners && workers->monoid->drop != NULL; i++)
        if (*made_of(workers, i) && (error != 0 || i != result))
            workers->monoid->drop(acc_of(workers, i), workers->ctx);
    return error;
}

int cupro_fold_workers_with(size_t n, cupro_folder *folder, const cupro_monoid *monoid, void *out,
                            const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (folder == NULL || out == NULL || !cupro__monoid_is_valid(monoid) ||
        monoid->size > SIZE_MAX / 2 - 2 * LINE)
        return CUPRO_EINVAL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    struct workers workers = {.folder = folder, .monoid = monoid, .ctx = call->ctx};
    workers.runners = crew.runners;
    workers.stride = (monoid->size + LINE - 1) / LINE * LINE + LINE;
    size_t size;
    if (!__builtin_mul_overflow(workers.stride, (size_t)crew.runners, &size))
        workers.states = aligned_alloc(LINE, size);
    error = CUPRO_ENOMEM;
    if (workers.states != NULL) {
        for (int i = 0; i < workers.runners; i++)
            *made_of(&workers, i) = false;
        error = fold_states(&crew, &workers, n, out, call);
    }
    free(workers.states);
    cupro__crew_dismiss(&crew);
    return error;
}
