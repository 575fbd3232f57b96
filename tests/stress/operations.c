/* SPDX-License-Identifier: MIT */
/* Operations of the stress test, with answers that are known. */
#include "mix.h"

#include "runtime/work.h"

#include <string.h>

static int loop(struct walk *walk)
{
    cupro_call call = some_call(walk, NULL);
    return loop_goes_right(dice_below(&walk->dice, 5000), &call);
}

static int fold(struct walk *walk)
{
    cupro_call call = some_call(walk, NULL);
    return fold_goes_right(dice_below(&walk->dice, 5000), &call);
}

static int fold_workers(struct walk *walk)
{
    cupro_call call = some_call(walk, NULL);
    size_t n = dice_below(&walk->dice, 5000);
    uint64_t sum = 0;
    int error = cupro_fold_workers_with(n, add_indexes, &cupro_plus_u64, &sum, &call);
    return error == 0 && n > 0 && sum != (uint64_t)n * (n - 1) / 2 ? WENT_WRONG : error;
}

/* -- Sums, to the last bit ----------------------------------------------------------------------
 */

static int add_doubles(void *acc, size_t lo, size_t hi, void *ctx)
{
    const double *x = ctx;
    double sum = *(double *)acc;
    for (size_t i = lo; i < hi; i++)
        sum += x[i];
    *(double *)acc = sum;
    return 0;
}

static int differ(int error, double a, double b)
{
    return error == 0 && memcmp(&a, &b, sizeof a) != 0 ? WENT_WRONG : error;
}

static int fold_to_the_bit(struct walk *walk)
{
    const struct world *world = walk->world;
    cupro_call call = some_call(walk, NULL);
    double sum = 0;
    call.grain = 0;
    call.ctx = world->x;
    int error = cupro_fold_with(world->n, add_doubles, &cupro_plus_f64, &sum, &call);
    return differ(error, sum, world->fold);
}

static int sum_to_the_bit(struct walk *walk)
{
    const struct world *world = walk->world;
    cupro_call call = some_call(walk, NULL);
    double sum = 0;
    call.grain = 0;
    int error = cupro_sum_f64(world->x, world->n, &sum, &call);
    return differ(error, sum, world->sum);
}

/* -- Chains -------------------------------------------------------------------------------------
 */

CUPRO_FILTER(positive, double, x, x > 0);
CUPRO_MAP(half, double, double, x, 0.5 * x);

static int collect(struct walk *walk)
{
    const struct world *world = walk->world;
    cupro_chain chain = dice_once_in(&walk->dice, 2)
                            ? cupro_from(world->x, world->n, &half, &positive)
                            : cupro_from(world->x, world->n, &positive, &half);
    cupro_call call = some_call(walk, NULL);
    double *out;
    size_t count = 0;
    call.grain = 0;
    int error = cupro_collect_new_with(chain, (void **)&out, sizeof *out, &count, &call);
    if (error == 0 && count != world->positive)
        error = WENT_WRONG;
    for (size_t i = 0; i < count && error == 0; i++)
        error = out[i] > 0 ? 0 : WENT_WRONG;
    free(out);
    return error;
}

static int count(struct walk *walk)
{
    const struct world *world = walk->world;
    cupro_call call = some_call(walk, NULL);
    size_t kept = 0;
    int error = cupro_count_with(cupro_from(world->x, world->n, &positive), &kept, &call);
    return error == 0 && kept != world->positive ? WENT_WRONG : error;
}

/* -- Searches, scans, trees ----------------------------------------------------------------------
 */

static int find(struct walk *walk)
{
    const struct world *world = walk->world;
    cupro_call call = some_call(walk, NULL);
    size_t at, expected = CUPRO_NOWHERE, from = dice_below(&walk->dice, world->n);
    bool last = dice_once_in(&walk->dice, 2);
    for (size_t i = from; i < world->n && (last || expected == CUPRO_NOWHERE); i++)
        if (world->x[i] > 0)
            expected = i - from;
    int error = cupro_find_with(cupro_from(world->x + from, world->n - from, &positive),
                                last ? CUPRO_LAST : CUPRO_FIRST, &at, &call);
    return error == 0 && at != expected ? WENT_WRONG : error;
}

static int scan(struct walk *walk)
{
    size_t n = 1 + dice_below(&walk->dice, 30000);
    cupro_call call = some_call(walk, NULL);
    uint32_t *x = malloc(n * sizeof *x);
    if (x == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < n; i++)
        x[i] = 3;
    int error = cupro_scan_inclusive_with(x, x, sizeof *x, n, &cupro_plus_u32, &call);
    for (size_t i = 0; i < n && error == 0; i++)
        error = x[i] == 3 * (i + 1) ? 0 : WENT_WRONG;
    free(x);
    return error;
}

struct tree {
    int depth;
    atomic_size_t *leaves;
};

static int grow(void *arg)
{
    const struct tree *tree = arg;
    struct tree child = {tree->depth - 1, tree->leaves};
    if (tree->depth > 0)
        return cupro_join(grow, &child, grow, &child);
    atomic_fetch_add(tree->leaves, 1);
    return 0;
}

static int grow_in_scope(cupro_scope *scope, void *arg)
{
    int error = 0;
    for (int i = 0; i < 20 && error == 0; i++)
        error = cupro_spawn(scope, grow, arg);
    return error;
}

/* Joins in tasks of a scope. */
static int tree(struct walk *walk)
{
    cupro_call call = some_call(walk, NULL);
    atomic_size_t leaves = 0;
    struct tree root = {(int)dice_below(&walk->dice, 8), &leaves};
    int error = cupro_scope_run_with(grow_in_scope, &root, &call);
    return error == 0 && leaves != (size_t)20 << root.depth ? WENT_WRONG : error;
}

/* -- Failures and stops -------------------------------------------------------------------------
 */

static int fail_from(size_t lo, size_t hi, void *ctx)
{
    size_t first = *(size_t *)ctx;
    return hi > first ? 1000 + (int)(lo > first ? lo : first) : 0;
}

static int fail_somewhere(struct walk *walk)
{
    size_t n = 1 + dice_below(&walk->dice, 1000), first = dice_below(&walk->dice, n);
    cupro_call call = some_call(walk, NULL);
    call.ctx = &first;
    int code = cupro_for_with(n, fail_from, &call);
    return code == 1000 + (int)first ? 0 : WENT_WRONG;
}

struct stopping {
    cupro_stop stop;
    size_t at;
    atomic_size_t done;
};

static int stop_at(size_t lo, size_t hi, void *ctx)
{
    struct stopping *stopping = ctx;
    atomic_fetch_add(&stopping->done, hi - lo);
    if (lo >= stopping->at)
        cupro_stop_request(&stopping->stop);
    return 0;
}

static int stop_somewhere(struct walk *walk)
{
    size_t n = 1 + dice_below(&walk->dice, 3000);
    struct stopping stopping = {.at = dice_below(&walk->dice, 2 * n)};
    cupro_call call = some_call(walk, NULL);
    call.ctx = &stopping;
    call.stop = &stopping.stop;
    int code = cupro_for_with(n, stop_at, &call);
    if (code == CUPRO_ESTOPPED)
        return stopping.done < n && cupro_stop_requested(&stopping.stop) ? 0 : WENT_WRONG;
    return code == 0 && stopping.done == n ? 0 : WENT_WRONG;
}

static int fail_always(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    (void)ctx;
    return (int)lo + 1;
}

static int list_failures(struct walk *walk)
{
    size_t n = 1 + dice_below(&walk->dice, 300);
    cupro_failures bad = {0};
    cupro_call call = some_call(walk, NULL);
    call.keep_going = true;
    call.failures = &bad;
    int code = cupro_chunks_with(n, 1, fail_always, &call);
    bool right = code == 1 && bad.count == n;
    for (size_t i = 0; i < n && right; i++)
        right = bad.items[i].index == i && bad.items[i].code == (int)i + 1;
    cupro_failures_free(&bad);
    return right ? 0 : WENT_WRONG;
}

/* -- Pipelines ----------------------------------------------------------------------------------
 */

struct stream {
    size_t n, given, taken;
    size_t fails; /* this item */
};

static int give_number(void *item, bool *end, void *ctx)
{
    struct stream *stream = ctx;
    *(size_t *)item = stream->given;
    *end = stream->given == stream->n;
    stream->given += !*end;
    return 0;
}

static int fail_at(void *item, void *ctx)
{
    const struct stream *stream = ctx;
    return *(size_t *)item == stream->fails ? 1000 : 0;
}

static int take_number(void *item, void *ctx)
{
    struct stream *stream = ctx;
    return *(size_t *)item == stream->taken++ ? 0 : WENT_WRONG;
}

static int pipeline(struct walk *walk)
{
    struct stream stream = {.n = dice_below(&walk->dice, 500)};
    const cupro_pipeline_parts parts = {.item_size = sizeof(size_t),
                                        .source = give_number,
                                        .stage = {{fail_at, CUPRO_PARALLEL}},
                                        .sink = take_number,
                                        .window = dice_below(&walk->dice, 20)};
    cupro_call call = some_call(walk, NULL);
    call.ctx = &stream;
    stream.fails = dice_below(&walk->dice, 2 * stream.n + 1);
    int code = cupro_pipeline_with(&parts, &call);
    bool fails = stream.fails < stream.n;
    bool right = stream.taken == (fails ? stream.fails : stream.n);
    return code == (fails ? 1000 : 0) ? (right ? 0 : WENT_WRONG) : code != 0 ? code : WENT_WRONG;
}

const struct action operations[OPERATIONS] = {
    {"loop", loop},
    {"fold", fold},
    {"fold of workers", fold_workers},
    {"fold to the bit", fold_to_the_bit},
    {"sum to the bit", sum_to_the_bit},
    {"collect", collect},
    {"count", count},
    {"failure", fail_somewhere},
    {"stop", stop_somewhere},
    {"find", find},
    {"scan", scan},
    {"tree", tree},
    {"list of failures", list_failures},
    {"pipeline", pipeline},
};

/* -- The world ----------------------------------------------------------------------------------
 */

static int open_pools(struct world *world)
{
    static const cupro_pool_options options[POOLS] = {
        {.threads = 1, .name = "single"},
        {.threads = 3, .name = "bound", .bind = CUPRO_BIND_SCATTER},
        {.threads = 64, .name = "crowd"}};
    int error = 0;
    for (int i = 0; i < POOLS && error == 0; i++)
        error = cupro_pool_open_with(&world->pool[i], &options[i]);
    return error;
}

int world_open(struct world *world, struct dice *dice)
{
    *world = (struct world){.n = 20000 + dice_below(dice, 20000)};
    world->x = malloc(world->n * sizeof *world->x);
    if (world->x == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < world->n; i++) {
        world->x[i] = (double)(int64_t)dice_bits(dice) * 0x1p-40;
        world->positive += world->x[i] > 0;
    }
    cupro_call alone = {.threads = 1, .ctx = world->x};
    int error = open_pools(world);
    if (error == 0)
        error = cupro_sum_f64(world->x, world->n, &world->sum, &alone);
    if (error == 0)
        error = cupro_fold_with(world->n, add_doubles, &cupro_plus_f64, &world->fold, &alone);
    return error;
}

void world_close(struct world *world)
{
    for (int i = 0; i < POOLS; i++)
        cupro_pool_close(world->pool[i]);
    free(world->x);
}
