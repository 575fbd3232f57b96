/* SPDX-License-Identifier: MIT */
/*
 * The engine: range stealing over chunks.
 *
 * Every runner begins with a contiguous slice of the chunks, in the order of the pool's threads:
 * that is what makes first touch, and the caches of a second pass, work. It takes chunks from the
 * front of its slot (slots.h), and when that is empty steals the upper half of another's, the
 * nearest first (steal.h). Source:
 * the scheme is that of Mohr, Kranz and Halstead's lazy splitting applied to loops, as in
 * "lazy binary splitting" (Tzannes et al., PPoPP 2010), with the range in one word.
 *
 * Cost: a chunk costs a compare-and-swap on a line that nobody else touches until it is stolen
 * from, 5 to 10 ns. One counter for all costs 47 ns at two threads and grows with their number;
 * libgomp's dynamic schedule 47, libomp's 430; a task a chunk 80 to 1000. (tests and figures:
 * cupro-bench, rows engine-*.)
 *
 * Grain. A piece should take 2 us or more, so that handing it out costs under half a percent, and
 * there should be some 128 a thread, so that a slow one does not keep all others waiting. What a
 * unit takes is not known: the caller runs the first ones under the clock, each time up to 16 times
 * as many, until a call has taken 2 us. What is then left may be so little that it is soonest done
 * here. With fewer than 8 units a thread nothing is timed: a first one that takes a second would
 * make the others wait for it. A profile may say something else than 2 us, and how little.
 *
 * Errors. A piece that fails lowers `fail_from`; pieces above it are skipped, those below still
 * run, and so the lowest failure wins whatever the timing was. Where the call wants to keep going,
 * `fail_from` stays.
 */
#include "runtime/engine/engine.h"

#include "runtime/clock.h"
#include "runtime/engine/failures.h"
#include "runtime/engine/here.h"
#include "runtime/pools/pool.h"
#include "runtime/limits/profile.h"
#include "runtime/engine/progress.h"
#include "runtime/engine/steal.h"
#include "runtime/engine/stop.h"
#include "runtime/engine/trail.h"

#include <stdatomic.h>
#include <stdlib.h>

#define SLOTS_ON_STACK 64

static const size_t chunks_a_thread = 128;
static const size_t least_chunks_a_thread = 8; /* even if the first units were misleadingly fast */

const cupro_call cupro__usual_call = {.abi = CUPRO_ABI};

struct operation {
    const struct cupro__work *work;
    const cupro_call *call;
    struct cupro__failure_log *log; /* NULL: nobody wants to know */
    cupro_progress *progress;       /* the same                   */
    size_t done;                    /* units that the caller ran alone, [0, done) */
    int failure;                    /* of the lowest of these that failed         */
    size_t piece;                   /* units of a piece              */
    size_t chunk;                   /* units of a chunk              */
    uint32_t chunks;                /* of [done, units)              */
    struct cupro__runners runners;
    bool all_come;                  /* each thread of the team, and once */
    const struct cupro__plan *plan; /* where the threads are; NULL: not known */
    struct cupro__trails trails;    /* one a runner, and the caller's; none: nobody asks */
    _Atomic size_t fail_from;       /* units from here on need not run */
    atomic_int stopped; /* CUPRO_ESTOPPED, CUPRO_ETIMEDOUT: seen, and something left undone */
};

/* -- Pieces -------------------------------------------------------------------------------------
 */

static int run_piece(const struct operation *op, size_t lo, size_t hi, int runner)
{
    const struct cupro__work *work = op->work;
    int code = work->run(lo, hi, runner, work->arg);
    if (code != 0 && op->log != NULL)
        cupro__failure_log_add(op->log, lo > 0 ? lo * work->width - work->missing : 0, code);
    if (op->progress != NULL)
        cupro__progress_add(op->progress, work, hi - lo);
    return code;
}

/* -- Runners ------------------------------------------------------------------------------------
 */

static void note_failure(struct operation *op, struct cupro__slot *own, size_t unit, int code)
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
static bool run_span(struct operation *op, int runner, struct cupro__span *span)
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
        int code = run_piece(op, unit, next, runner);
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

static bool claim(const struct operation *op, int number)
{
    atomic_int *claimed = &op->runners.slot[number].claimed;
    return atomic_load_explicit(claimed, memory_order_relaxed) == 0 &&
           atomic_exchange_explicit(claimed, 1, memory_order_relaxed) == 0;
}

/* A slot for the runner on that thread; -1: it is not needed. Where each thread of the team comes,
 * that is its own slot or none, so that the same slice of the same array goes to the same thread
 * each time. Else it is the thread's own if that is free, or the next one. */
static int claim_slot(const struct operation *op, int thread, int size)
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

static bool steal(const struct operation *op, int runner, int thread)
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
    struct operation *op = arg;
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

/* -- The operation ------------------------------------------------------------------------------
 */

static void fill_slots(struct operation *op)
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

static void add_counters(const struct operation *op, cupro_counters *counters)
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

static int outcome(const struct operation *op)
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
static void cut(struct operation *op, size_t piece)
{
    size_t units = op->work->units - op->done;
    size_t pieces = units / piece + (units % piece != 0);
    size_t pieces_a_chunk = pieces / UINT32_MAX + 1;
    op->piece = piece;
    op->chunk = piece * pieces_a_chunk;
    op->chunks = (uint32_t)(units / op->chunk + (units % op->chunk != 0));
}

/* Who the runners are, and where. */
static void choose_runners(struct operation *op, const struct cupro__crew *crew)
{
    struct cupro__runners *runners = &op->runners;
    runners->count = op->chunks < (uint32_t)crew->runners ? (int)op->chunks : crew->runners;
    runners->threads = crew->team > runners->count ? crew->team : runners->count;
    runners->victims = op->plan != NULL ? &crew->pool->victims : NULL;
    op->all_come = crew->carrier == CUPRO__REGION && runners->count > 1;
}

static int run_crew(const struct cupro__crew *crew, struct operation *op, size_t piece)
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

/* -- On the caller ------------------------------------------------------------------------------
 */

static int run_pieces(struct operation *op, size_t end, size_t piece)
{
    while (op->done < end) {
        int stopped = cupro__stop_code(op->call->stop);
        if (stopped != 0)
            return op->failure != 0 ? op->failure : stopped;
        size_t next = end - op->done > piece ? op->done + piece : end;
        int code = run_piece(op, op->done, next, 0);
        if (op->failure == 0)
            op->failure = code;
        if (code != 0 && !op->call->keep_going)
            return code;
        op->done = next;
    }
    return 0;
}

/* Run [done, end) in pieces here, as runner 0. Non-zero: leave, with that. */
static int run_here(struct operation *op, size_t end, size_t piece)
{
    size_t begin = op->done;
    int code = run_pieces(op, end, piece);
    if (op->trails.count > 0)
        cupro__trail_note(&op->trails.trail[op->trails.count - 1], begin, op->done);
    return code;
}

static size_t limited(const struct cupro__work *work, size_t piece)
{
    if (work->max_grain > 0 && piece > work->max_grain)
        piece = work->max_grain;
    return piece < 1 ? 1 : piece;
}

/* Run the first units under the clock, until a call takes long enough to tell; *unit_ns is then
 * what one takes. */
static int time_units(struct operation *op, double *unit_ns)
{
    const double chunk_ns = cupro__profile()->chunk_ns;
    size_t many = 1, units = op->work->units;
    int64_t begin = cupro__now();
    while (op->done < units) {
        size_t from = op->done;
        size_t end = units - from > many ? from + many : units;
        int error = run_here(op, end, limited(op->work, many));
        if (error != 0)
            return error;
        int64_t now = cupro__now();
        double took = (double)(now - begin);
        *unit_ns = took / (double)(end - from);
        if (took >= chunk_ns)
            return 0;
        begin = now;
        double enough = 2 * chunk_ns / (*unit_ns + 0.001);
        many = enough < 16 * (double)many ? (size_t)enough + 1 : 16 * many;
    }
    return 0;
}

static size_t choose_piece(const struct cupro__work *work, size_t units, int runners,
                           double unit_ns)
{
    size_t threads = (size_t)runners;
    size_t piece = (size_t)(cupro__profile()->chunk_ns / (unit_ns + 0.001)) + 1;
    size_t usual = units / (threads * chunks_a_thread);
    size_t most = units / (threads * least_chunks_a_thread);
    piece = piece < usual ? usual : piece;
    return limited(work, piece > most ? most : piece);
}

/* What is left, here; the lowest failure. */
static int finish_here(struct operation *op, size_t piece)
{
    int error = run_here(op, op->work->units, piece);
    return error != 0 ? error : op->failure;
}

/* Everything alone. Unless somebody watches or sets a limit there is nothing to cut it for. */
static int run_alone(struct operation *op)
{
    const struct cupro__work *work = op->work;
    bool watched = op->call->stop != NULL || op->call->progress != NULL;
    size_t piece = work->grain > 0 ? work->grain : watched ? work->units / 128 : work->units;
    return finish_here(op, limited(work, piece));
}

static int run_team(const struct cupro__crew *crew, struct operation *op)
{
    const struct cupro__work *work = op->work;
    if (work->grain > 0) {
        if (work->grain >= work->units)
            return run_alone(op);
        return run_crew(crew, op, work->grain);
    }
    double unit_ns = work->unit_ns;
    if (unit_ns <= 0) {
        if (work->units < least_chunks_a_thread * (size_t)crew->runners)
            return run_crew(crew, op, 1);
        int error = time_units(op, &unit_ns);
        if (error != 0)
            return error;
    }
    size_t left = work->units - op->done;
    size_t piece = choose_piece(work, left, crew->runners, unit_ns);
    if ((double)left * unit_ns < cupro__profile()->inline_ns)
        return finish_here(op, piece);
    return run_crew(crew, op, piece);
}

/* -- Entrances ----------------------------------------------------------------------------------
 */

struct errand {
    struct operation op;
    int result;
};

static void run_errand(const struct cupro__crew *crew, void *arg)
{
    struct errand *errand = arg;
    struct operation *op = &errand->op;
    struct cupro__here *here = &cupro__here, before = *here;
    here->index = before.index < 0 ? 0 : before.index;
    here->working = true;
    if (crew->pool != NULL && crew->pool->machine != NULL && crew->team == crew->pool->threads)
        op->plan = &crew->pool->plan;
    bool watched = cupro__trails_wanted(op->call, op->work);
    if (watched)
        cupro__trails_open(&op->trails, crew->runners + 1, here->index);
    errand->result = crew->runners > 1 ? run_team(crew, op) : run_alone(op);
    if (watched)
        cupro__trails_close(&op->trails, op->call, op->work, op->plan);
    here->index = before.index;
    here->used = before.used; /* a body's own choice ends with it */
    here->working = before.working;
}

static int run_units(const struct cupro__crew *crew, struct errand *errand)
{
    if (errand->op.work->units == 0)
        return 0;
    if (crew->carrier == CUPRO__AWAY)
        cupro__crew_move(crew, run_errand, errand);
    else
        run_errand(crew, errand);
    return errand->result;
}

static int run_logged(const struct cupro__crew *crew, struct errand *errand,
                      cupro_failures *failures)
{
    struct cupro__failure_log log;
    errand->op.log = &log;
    cupro__failure_log_open(&log, failures);
    int result = run_units(crew, errand);
    return cupro__failure_log_close(&log) ? result : CUPRO_ENOMEM;
}

int cupro__engine_run(const struct cupro__crew *crew, const struct cupro__work *work,
                      const cupro_call *call)
{
    cupro_progress *progress = cupro__progress_of(call, work);
    struct errand errand = {.op = {.work = work, .call = call, .progress = progress}};
    if ((call->keep_going || call->failures != NULL) && work->width == 0)
        return CUPRO_EINVAL;
    if (progress != NULL && progress->report == NULL)
        return CUPRO_EINVAL;
    if (call->counters != NULL && call->watch_bytes > UINTPTR_MAX - (uintptr_t)call->watch)
        return CUPRO_EINVAL;
    if (progress != NULL)
        cupro__progress_begin(progress, work);
    int result = call->failures != NULL ? run_logged(crew, &errand, call->failures)
                                        : run_units(crew, &errand);
    if (result == work->enough)
        result = 0;
    if (progress != NULL && result == 0)
        cupro__progress_end(progress, work);
    return result;
}

int cupro__engine_call(const cupro_call *call, const struct cupro__work *work)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = cupro__engine_run(&crew, work, call);
    cupro__crew_dismiss(&crew);
    return error;
}

int cupro__engine_perform(const cupro_call *call, cupro__operation *operation, void *arg)
{
    struct cupro__crew crew;
    if (call == NULL)
        call = &cupro__usual_call;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = operation(arg, &crew, call);
    cupro__crew_dismiss(&crew);
    return error;
}
