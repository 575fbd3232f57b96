/* SPDX-License-Identifier: MIT */
/*
 * Scans in one pass over memory.
 *
 * Runners take the blocks in order. A runner folds a block, which brings it into the cache; as soon
 * as the blocks before have been folded too, the frontier's pass has combined their results, and
 * the block is scanned while it is in the cache. A runner never waits: it goes on to its next
 * block, and when too many are pending (another runner was preempted), it leaves the oldest to a
 * second loop.
 *
 * Work 2 n, span 2 blocks and a combination for each. Bytes moved: n elements read, n written.
 */
#include "primitives/loops/fold.h"
#include "primitives/ordered/frontier.h"
#include "primitives/loops/scanning.h"
#include "runtime/engine/engine.h"

#include <stdlib.h>
#include <string.h>

#define MOST_PENDING 3

struct pending {
    _Alignas(128) size_t block[MOST_PENDING];
    int blocks;
};

struct scan {
    size_t n;
    size_t block; /* indexes of a block */
    cupro_folder *folder;
    cupro_scanner *scanner;
    const cupro_monoid *monoid;
    void *ctx;
    size_t apart;  /* bytes between accumulators                                               */
    char *before;  /* of each block, what the blocks before fold to; not yet: the one before's  */
    char *scratch; /* an accumulator for each runner                                           */
    bool *scanned;
    size_t *left;
    struct pending *pending;
    _Atomic size_t next;
    atomic_int error; /* of a combination */
    struct cupro__frontier frontier;
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void *before(const struct scan *scan, size_t block)
{
    return scan->before + block * scan->apart;
}

static int combine(const struct scan *scan, void *acc, void *other)
{
    return scan->monoid->combine(acc, other, scan->ctx);
}

/* before[block + 1] has what the block folds to. */
static void pass(size_t block, void *arg)
{
    struct scan *scan = arg;
    char *spare = before(scan, scan->frontier.blocks + 1);
    memcpy(spare, before(scan, block), scan->monoid->size);
    int error = combine(scan, spare, before(scan, block + 1));
    if (error != 0)
        atomic_store(&scan->error, error);
    memcpy(before(scan, block + 1), spare, scan->monoid->size);
}

static size_t end_of(const struct scan *scan, size_t block)
{
    return least((block + 1) * scan->block, scan->n);
}

static int scan_block(struct scan *scan, int runner, size_t block)
{
    char *acc = scan->scratch + (size_t)runner * scan->apart;
    memcpy(acc, before(scan, block), scan->monoid->size);
    scan->scanned[block] = true;
    return scan->scanner(acc, block * scan->block, end_of(scan, block), scan->ctx);
}

static void drop_oldest(struct pending *pending)
{
    pending->blocks--;
    memmove(pending->block, pending->block + 1, (size_t)pending->blocks * sizeof *pending->block);
}

static int scan_pending(struct scan *scan, int runner)
{
    struct pending *pending = &scan->pending[runner];
    int error = 0;
    while (error == 0 && pending->blocks > 0 &&
           cupro__frontier_reached(&scan->frontier, pending->block[0])) {
        error = scan_block(scan, runner, pending->block[0]);
        drop_oldest(pending);
    }
    return error;
}

static int take_block(struct scan *scan, int runner)
{
    size_t block = atomic_fetch_add_explicit(&scan->next, 1, memory_order_relaxed);
    struct pending *pending = &scan->pending[runner];
    void *acc = before(scan, block + 1);
    memcpy(acc, scan->monoid->identity, scan->monoid->size);
    int error = scan->folder(acc, block * scan->block, end_of(scan, block), scan->ctx);
    if (error != 0)
        return error;
    cupro__frontier_ready(&scan->frontier, block);
    if (pending->blocks == MOST_PENDING)
        drop_oldest(pending);
    pending->block[pending->blocks++] = block;
    error = atomic_load_explicit(&scan->error, memory_order_relaxed);
    return error != 0 ? error : scan_pending(scan, runner);
}

/* The engine says how many blocks; which, the order does. */
static int take_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = take_block(arg, runner);
    return error;
}

static int scan_left(size_t lo, size_t hi, int runner, void *arg)
{
    struct scan *scan = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = scan_block(scan, runner, scan->left[i]);
    return error;
}

static int run(struct scan *scan, const struct cupro__crew *crew, const cupro_call *call)
{
    size_t left = 0;
    struct cupro__work work = {
        .units = scan->frontier.blocks, .elements = scan->n, .run = take_blocks, .arg = scan};
    int error = cupro__engine_run(crew, &work, call);
    if (error == 0)
        error = atomic_load(&scan->error);
    if (error != 0)
        return error;
    for (size_t block = 0; block < scan->frontier.blocks; block++)
        if (!scan->scanned[block])
            scan->left[left++] = block;
    work = (struct cupro__work){.units = left, .run = scan_left, .arg = scan, .pass = 1};
    return cupro__engine_run(crew, &work, call);
}

static int open_scan(struct scan *scan, size_t blocks, size_t runners)
{
    size_t bytes;
    scan->apart = (scan->monoid->size + 63) / 64 * 64;
    if (scan->monoid->size > SIZE_MAX / 2 ||
        __builtin_mul_overflow(blocks + 2 + runners, scan->apart, &bytes))
        return CUPRO_ENOMEM;
    scan->before = aligned_alloc(64, bytes);
    scan->scanned = calloc(blocks + 1, sizeof *scan->scanned);
    scan->left = malloc((blocks + 1) * sizeof *scan->left);
    scan->pending = aligned_alloc(128, runners * sizeof *scan->pending);
    if (scan->before == NULL || scan->scanned == NULL || scan->left == NULL ||
        scan->pending == NULL)
        return CUPRO_ENOMEM;
    scan->scratch = before(scan, blocks + 2);
    memcpy(scan->before, scan->monoid->identity, scan->monoid->size);
    memset(scan->pending, 0, runners * sizeof *scan->pending);
    return cupro__frontier_open(&scan->frontier, blocks, pass, scan);
}

static void close_scan(struct scan *scan)
{
    cupro__frontier_close(&scan->frontier);
    free(scan->pending);
    free(scan->left);
    free(scan->scanned);
    free(scan->before);
}

int cupro__scan(size_t n, size_t block, cupro_folder *folder, cupro_scanner *scanner, void *ctx,
                const cupro_monoid *monoid, void *total, const cupro_call *call)
{
    struct scan scan = {n, block, folder, scanner, monoid, ctx, .error = 0};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = open_scan(&scan, n / block + (n % block != 0), (size_t)crew.runners);
    if (error == 0)
        error = run(&scan, &crew, call);
    cupro__crew_dismiss(&crew);
    if (error == 0 && total != NULL)
        memcpy(total, before(&scan, scan.frontier.blocks), monoid->size);
    close_scan(&scan);
    return error;
}
