/* SPDX-License-Identifier: MIT */
/*
 * The engine: who does an operation, and in how large pieces.
 *
 * Grain. A piece should take 2 us or more, so that handing it out costs under half a percent, and
 * there should be some 128 a thread, so that a slow one does not keep all others waiting. What a
 * unit takes is not known: the caller runs the first ones under the clock, each time up to 16 times
 * as many, until a call has taken 2 us. What is then left may be so little that it is soonest done
 * here. With fewer than 8 units a thread nothing is timed: a first one that takes a second would
 * make the others wait for it. A profile may say something else than 2 us, and how little.
 *
 * Where there is a stop token, or somebody is told of progress, no piece is to take more than some
 * 50 us, however much there is to do: between two pieces is where these are looked at.
 *
 * What is worth it goes to the crew (handout.c).
 */
#include "runtime/engine/operation.h"

#include "runtime/clock.h"
#include "runtime/engine/here.h"
#include "runtime/engine/stop.h"
#include "runtime/limits/profile.h"
#include "runtime/pools/pool.h"

static const size_t chunks_a_thread = 128;
static const size_t least_chunks_a_thread = 8; /* even if the first units were misleadingly fast */
static const double watched_ns = 50000;

const cupro_call cupro__usual_call = {.abi = CUPRO_ABI};

/* -- On the caller ------------------------------------------------------------------------------
 */

static int run_pieces(struct cupro__op *op, size_t end, size_t piece)
{
    while (op->done < end) {
        int stopped = cupro__stop_code(op->call->stop);
        if (stopped != 0)
            return op->failure != 0 ? op->failure : stopped;
        size_t next = end - op->done > piece ? op->done + piece : end;
        int code = cupro__op_piece(op, op->done, next, 0);
        if (op->failure == 0)
            op->failure = code;
        if (code != 0 && !op->call->keep_going)
            return code;
        op->done = next;
    }
    return 0;
}

/* Run [done, end) in pieces here, as runner 0. Non-zero: leave, with that. */
static int run_here(struct cupro__op *op, size_t end, size_t piece)
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
static int time_units(struct cupro__op *op, double *unit_ns)
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

static bool is_watched(const struct cupro__op *op)
{
    return op->call->stop != NULL || op->progress != NULL;
}

/* How many units take so long. */
static size_t units_in(double ns, double unit_ns)
{
    return (size_t)(ns / (unit_ns + 0.001)) + 1;
}

/* A piece that is no longer than those who watch want to wait for. */
static size_t in_time(const struct cupro__op *op, size_t piece, double unit_ns)
{
    const double chunk_ns = cupro__profile()->chunk_ns;
    size_t most = units_in(chunk_ns > watched_ns ? chunk_ns : watched_ns, unit_ns);
    return limited(op->work, is_watched(op) && piece > most ? most : piece);
}

static size_t choose_piece(const struct cupro__op *op, size_t units, int runners, double unit_ns)
{
    size_t threads = (size_t)runners;
    size_t piece = units_in(cupro__profile()->chunk_ns, unit_ns);
    size_t usual = units / (threads * chunks_a_thread);
    size_t most = units / (threads * least_chunks_a_thread);
    piece = piece < usual ? usual : piece;
    return in_time(op, piece > most ? most : piece, unit_ns);
}

/* What is left, here; the lowest failure. */
static int finish_here(struct cupro__op *op, size_t piece)
{
    int error = run_here(op, op->work->units, piece);
    return error != 0 ? error : op->failure;
}

/* Everything alone. Unless somebody watches or sets a limit there is nothing to cut it for. */
static int run_alone(struct cupro__op *op)
{
    const struct cupro__work *work = op->work;
    if (work->grain > 0 || !is_watched(op))
        return finish_here(op, limited(work, work->grain > 0 ? work->grain : work->units));
    double unit_ns = work->unit_ns;
    int error = unit_ns > 0 ? 0 : time_units(op, &unit_ns);
    return error != 0 ? error : finish_here(op, in_time(op, work->units, unit_ns));
}

static int run_team(const struct cupro__crew *crew, struct cupro__op *op)
{
    const struct cupro__work *work = op->work;
    if (work->grain > 0) {
        size_t piece = limited(work, work->grain);
        return piece >= work->units ? run_alone(op) : cupro__handout(crew, op, piece);
    }
    double unit_ns = work->unit_ns;
    if (unit_ns <= 0) {
        if (work->units < least_chunks_a_thread * (size_t)crew->runners)
            return cupro__handout(crew, op, 1);
        int error = time_units(op, &unit_ns);
        if (error != 0)
            return error;
    }
    size_t left = work->units - op->done;
    size_t piece = choose_piece(op, left, crew->runners, unit_ns);
    if ((double)left * unit_ns < cupro__profile()->inline_ns)
        return finish_here(op, piece);
    return cupro__handout(crew, op, piece);
}

/* -- Entrances ----------------------------------------------------------------------------------
 */

struct errand {
    struct cupro__op op;
    int result;
};

static void run_errand(const struct cupro__crew *crew, void *arg)
{
    struct errand *errand = arg;
    struct cupro__op *op = &errand->op;
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

int cupro__engine_check(const cupro_call *call)
{
    return cupro__engine_call(call, &(const struct cupro__work){.units = 0});
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
