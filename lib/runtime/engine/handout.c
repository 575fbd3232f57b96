/* SPDX-License-Identifier: MIT */
/*
 * Handing out: range stealing over chunks (see operation.h).
 *
 * Every runner begins with a contiguous slice of the chunks, in the order of the pool's threads:
 * that is what makes first touch, and the caches of a second pass, work. It takes chunks from the
 * front of its slot (slots.h), and when that is empty steals the upper half of another's, the
 * nearest first (steal.h). Source: the scheme is that of Mohr, Kranz and Halstead's lazy splitting
 * applied to loops, as in "lazy binary splitting" (Tzannes et al., PPoPP 2010), with the range in
 * one word.
 *
 * Cost: a chunk costs a compare-and-swap on a line that nobody else touches until it is stolen
 * from, 5 to 10 ns. One counter for all costs 47 ns at two threads and grows with their number;
 * libgomp's dynamic schedule 47, libomp's 430; a task a chunk 80 to 1000. (tests and figures:
 * cupro-bench, rows engine-*.)
 *
 * Errors. A piece that fails lowers `fail_from`; pieces above it are skipped, those below still
 * run, and so the lowest failure wins whatever the timing was. Where the call wants to keep going,
 * `fail_from` stays.
 */
#include "runtime/engine/operation.h"

#include "runtime/engine/stop.h"
#include "runtime/pools/pool.h"

#include <stdlib.h>

#define SLOTS_ON_STACK 64

/* -- Runners ------------------------------------------------------------------------------------
 */

static void note_failure(struct cupro__op *op, struct cupro__slot *own, size_t unit, int code)
{
    if (own->failure == 0 || unit < own->failed_at) {
        own->failure = code;
        own->failed_at = unit;
    }
    if (op->call->keep_going)
        return;
    size_t lowest = atomic_load_explicit(&op->fail_from, memory_order_relaxed);
    while (unit < lowest &&
           !atomic_compare_exchange_weak_explicit(&op->fail_from, &lowest, unit,
                                                  memory_order_relaxed, memory_order_relaxed))
        ;
}

/* Run what was taken from the slot, until it is to be shared with thieves (slots.h); what is left
 * then stays in *span. Nothing is shared where a chunk is several pieces, above 2^32 pieces. false:
 * the token is raised, leave. */
static bool run_span(struct cupro__op *op, int runner, struct cupro__span *span)
{
    struct cupro__slot *slot = &op->runners.slot[runner];
    size_t begin = op->done + span->lo * op->chunk, unit = begin;
    size_t end = span->hi == op->chunks ? op->work->units : op->done + span->hi * op->chunk;
    size_t last = op->chunk == op->piece && span->hi - span->lo > 1 ? end - op->piece : begin;
    bool shared = false;
    while (unit < end && !shared) {
        int stopped = cupro__stop_code(op->call->stop);
        if (stopped != 0) {
            atomic_store_explicit(&op->stopped, stopped, memory_order_relaxed);
            return false;
        }
        if (unit >= atomic_load_explicit(&op->fail_from, memory_order_relaxed))
            break;
        size_t next = end - unit > op->piece ? unit + op->piece : end;
        int code = cupro__op_piece(op, unit, next, runner);
        if (code != 0)
            note_failure(op, slot, unit, code);
        unit = next;
        shared = unit < last && cupro__slot_left(slot) == 0;
    }
    span->lo = shared ? (uint32_t)((unit - op->done) / op->chunk) : span->hi;
    if (op->trails.count > 0)
        cupro__trail_note(&op->trails.trail[runner], begin, unit);
    return true;
}

static bool claim(const struct cupro__op *op, int number)
{
    atomic_int *claimed = &op->runners.slot[number].claimed;
    return atomic_load_explicit(claimed, memory_order_relaxed) == 0 &&
           atomic_exchange_explicit(claimed, 1, memory_order_relaxed) == 0;
}

/* A slot for the runner on that thread; -1: it is not needed. Where each thread of the team comes,
 * that is its own slot or none, so that the same slice of the same array goes to the same thread
 * each time. Else it is the thread's own if that is free, or the next one. */
static int claim_slot(const struct cupro__op *op, int thread, int size)
{
    int own = cupro__thread_runner(&op->runners, thread), count = op->runners.count;
    if (op->all_come && size == op->runners.threads)
        return own;
    for (int i = 0; i < count; i++) {
        int number = ((own >= 0 ? own : thread) + i) % count;
        if (claim(op, number))
            return number;
    }
    return -1;
}

static bool steal(const struct cupro__op *op, int runner, int thread)
{
    struct cupro__loot loot = cupro__steal(&op->runners, thread, runner);
    if (loot.chunks == 0)
        return false;
    struct cupro__slot *slot = &op->runners.slot[runner];
    int victim = cupro__runner_thread(&op->runners, loot.victim);
    enum cupro__kinship kinship =
        op->plan != NULL ? cupro__kinship(op->plan, thread, victim) : CUPRO__UNPLACED;
    slot->steals[kinship]++;
    slot->remote_chunks += kinship == CUPRO__REMOTE ? loot.chunks : 0;
    return true;
}

static void runner_main(int thread, int size, void *arg)
{
    struct cupro__op *op = arg;
    int runner = claim_slot(op, thread, size);
    if (runner < 0)
        return;
    struct cupro__slot *slot = &op->runners.slot[runner];
    if (op->trails.count > 0)
        op->trails.trail[runner].thread = thread;
    do {
        struct cupro__span span = cupro__slot_take(slot);
        while (span.lo < span.hi) {
            if (!run_span(op, runner, &span))
                return;
            if (span.lo < span.hi)
                cupro__slot_fill(slot, span);
            span = cupro__slot_take(slot);
        }
    } while (steal(op, runner, thread));
}

/* -- The crew -----------------------------------------------------------------------------------
 */

static void fill_slots(struct cupro__op *op)
{
    for (int i = 0; i < op->runners.count; i++) {
        struct cupro__slot *slot = &op->runners.slot[i];
        *slot = (struct cupro__slot){0};
        atomic_init(&slot->claimed, 0);
        uint64_t chunks = op->chunks, runners = (uint64_t)op->runners.count, k = (uint64_t)i;
        struct cupro__span slice = {(uint32_t)(chunks * k / runners),
                                    (uint32_t)(chunks * (k + 1) / runners)};
        atomic_init(&slot->range, cupro__span_pack(slice));
    }
}

static void add_counters(const struct cupro__op *op, cupro_counters *counters)
{
    counters->chunks += op->chunks;
    for (int i = 0; i < op->runners.count; i++) {
        const struct cupro__slot *slot = &op->runners.slot[i];
        counters->tries += slot->tries;
        counters->near_steals += slot->steals[CUPRO__NEAR];
        counters->node_steals += slot->steals[CUPRO__SAME_NODE];
        counters->remote_steals += slot->steals[CUPRO__REMOTE];
        counters->unplaced_steals += slot->steals[CUPRO__UNPLACED];
        counters->remote_chunks += slot->remote_chunks;
    }
}

static int outcome(const struct cupro__op *op)
{
    const struct cupro__slot *lowest = NULL;
    for (int i = 0; i < op->runners.count; i++) {
        const struct cupro__slot *slot = &op->runners.slot[i];
        if (slot->failure != 0 && (lowest == NULL || slot->failed_at < lowest->failed_at))
            lowest = slot;
    }
    if (op->failure != 0)
        return op->failure;
    return lowest != NULL ? lowest->failure
                          : atomic_load_explicit(&op->stopped, memory_order_relaxed);
}

/* Chunks of whole pieces, fewer than 2^32 of them. */
static void cut(struct cupro__op *op, size_t piece)
{
    size_t units = op->work->units - op->done;
    size_t pieces = units / piece + (units % piece != 0);
    size_t pieces_a_chunk = pieces / UINT32_MAX + 1;
    op->piece = piece;
    op->chunk = piece * pieces_a_chunk;
    op->chunks = (uint32_t)(units / op->chunk + (units % op->chunk != 0));
}

/* Who the runners are, and where. */
static void choose_runners(struct cupro__op *op, const struct cupro__crew *crew)
{
    struct cupro__runners *runners = &op->runners;
    runners->count = op->chunks < (uint32_t)crew->runners ? (int)op->chunks : crew->runners;
    runners->threads = crew->team > runners->count ? crew->team : runners->count;
    runners->victims = op->plan != NULL ? &crew->pool->victims : NULL;
    op->all_come = crew->carrier == CUPRO__REGION && runners->count > 1;
}

int cupro__handout(const struct cupro__crew *crew, struct cupro__op *op, size_t piece)
{
    cut(op, piece);
    choose_runners(op, crew);
    atomic_init(&op->fail_from, SIZE_MAX);
    atomic_init(&op->stopped, 0);

    _Alignas(CUPRO__SLOT_BYTES) struct cupro__slot on_stack[SLOTS_ON_STACK];
    struct cupro__slot *on_heap = NULL;
    op->runners.slot = on_stack;
    if (op->runners.count > SLOTS_ON_STACK) {
        on_heap = aligned_alloc(CUPRO__SLOT_BYTES, (size_t)op->runners.count * sizeof *on_heap);
        if (on_heap == NULL)
            return CUPRO_ENOMEM;
        op->runners.slot = on_heap;
    }
    fill_slots(op);
    struct cupro__crew some = *crew;
    some.runners = op->runners.count;
    if (op->runners.count == 1)
        some.carrier = CUPRO__INLINE;
    cupro__crew_launch(&some, runner_main, op);
    int result = outcome(op);
    if (op->call->counters != NULL)
        add_counters(op, op->call->counters);
    free(on_heap);
    return result;
}
