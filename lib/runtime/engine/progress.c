/* SPDX-License-Identifier: MIT */
/*
 * Progress (see progress.h).
 *
 * One counter for all threads, which costs a contended increment a chunk, where somebody asked to
 * be told. Whoever then finds that it is time takes `reporting`, or leaves it to the one who has
 * it. The counter is read under it, so that reports never go back.
 */
#include "runtime/engine/progress.h"

#include "runtime/clock.h"
#include "runtime/engine/passes.h"

static const double usual_interval = 0.1; /* seconds */

static int64_t interval_of(const cupro_progress *progress)
{
    double seconds = progress->interval > 0 ? progress->interval : usual_interval;
    return seconds < 1e9 ? (int64_t)(seconds * 1e9) : INT64_MAX / 4;
}

/* The elements of all passes before this one, and of so many units of this one; as far as numbers
 * go. */
static size_t elements_done(const struct cupro__work *work, size_t pass, size_t units)
{
    size_t elements = cupro__work_elements(work), done = cupro__work_elements_before(work, units);
    size_t all;
    return __builtin_mul_overflow(elements, pass, &all) || __builtin_add_overflow(all, done, &all)
               ? SIZE_MAX
               : all;
}

cupro_progress *cupro__progress_of(const cupro_call *call, const struct cupro__work *work)
{
    return cupro__work_is_pass(work) ? call->progress : NULL;
}

void cupro__progress_begin(cupro_progress *progress, const struct cupro__work *work)
{
    __atomic_store_n(&progress->done, 0, __ATOMIC_RELAXED);
    if (work->pass > 0)
        return;
    progress->total = elements_done(work, cupro__work_passes(work), 0);
    progress->reporting = 0;
    progress->next = cupro__now() + interval_of(progress);
}

/* Acquire and release: the report finds what the one before it has written. */
void cupro__progress_add(cupro_progress *progress, const struct cupro__work *work, size_t units)
{
    size_t pass = (size_t)work->pass;
    __atomic_fetch_add(&progress->done, units, __ATOMIC_RELAXED);
    int64_t now = cupro__now();
    if (now < __atomic_load_n(&progress->next, __ATOMIC_RELAXED) ||
        __atomic_exchange_n(&progress->reporting, 1, __ATOMIC_ACQUIRE) != 0)
        return;
    size_t done = __atomic_load_n(&progress->done, __ATOMIC_RELAXED);
    bool is_all =
        done == work->units && pass + 1 == cupro__work_passes(work); /* which is the end's */
    if (now >= __atomic_load_n(&progress->next, __ATOMIC_RELAXED) && !is_all) {
        __atomic_store_n(&progress->next, now + interval_of(progress), __ATOMIC_RELAXED);
        progress->report(elements_done(work, pass, done), progress->total, progress->arg);
    }
    __atomic_store_n(&progress->reporting, 0, __ATOMIC_RELEASE);
}

void cupro__progress_end(cupro_progress *progress, const struct cupro__work *work)
{
    if (progress->total > 0 && !work->has_more &&
        (size_t)work->pass + 1 == cupro__work_passes(work))
        progress->report(progress->total, progress->total, progress->arg);
}
