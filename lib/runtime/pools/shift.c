/* SPDX-License-Identifier: MIT */
/* Shifts (see shift.h). */
#include "runtime/pools/shift.h"

#include "runtime/engine/here.h"
#include "runtime/pools/inbox.h"

#include <stddef.h>

void cupro__shift_init(struct cupro__shift *shift)
{
    *shift = (struct cupro__shift){.last = &shift->first};
}

void cupro__shift_add(struct cupro__inbox *inbox, struct cupro__job *job)
{
    struct cupro__shift *shift = &inbox->shift;
    pthread_mutex_lock(&inbox->lock);
    job->next = NULL;
    job->link = shift->last;
    *job->link = job;
    shift->last = &job->next;
    atomic_store_explicit(&inbox->news, true, memory_order_relaxed);
    pthread_cond_signal(&inbox->arrival);
    cupro__inbox_tell(inbox, job->origin);
    pthread_mutex_unlock(&inbox->lock);
}

static struct cupro__job *take(struct cupro__shift *shift, struct cupro__job *job)
{
    *job->link = job->next;
    if (job->next != NULL)
        job->next->link = job->link;
    else
        shift->last = job->link;
    job->link = NULL;
    return job;
}

bool cupro__shift_recall(struct cupro__inbox *inbox, struct cupro__job *job)
{
    pthread_mutex_lock(&inbox->lock);
    bool waiting = job->link != NULL;
    if (waiting)
        take(&inbox->shift, job);
    pthread_mutex_unlock(&inbox->lock);
    return waiting;
}

static bool is_below(const struct cupro__request *origin, const struct cupro__request *ancestor)
{
    return origin != ancestor && cupro__request_descends(origin, ancestor);
}

struct cupro__job *cupro__shift_next(struct cupro__shift *shift,
                                     const struct cupro__request *ancestor)
{
    struct cupro__job **link = &shift->first;
    while (*link != NULL && ancestor != NULL && !is_below((*link)->origin, ancestor))
        link = &(*link)->next;
    return *link != NULL ? take(shift, *link) : NULL;
}

/* Run one thing that waits; false when there is none. */
static bool work_on_one(struct cupro__inbox *inbox)
{
    struct cupro__request *request = cupro__inbox_next(inbox);
    struct cupro__job *job = request == NULL ? cupro__shift_next(&inbox->shift, NULL) : NULL;
    if (request == NULL && job == NULL)
        return false;
    inbox->shift.busy++;
    pthread_mutex_unlock(&inbox->lock);
    if (request != NULL)
        cupro__request_serve(request);
    else
        job->run(job);
    pthread_mutex_lock(&inbox->lock);
    inbox->shift.busy--;
    return true;
}

void cupro__shift_open(struct cupro__inbox *inbox)
{
    pthread_mutex_lock(&inbox->lock);
    inbox->shift.open = true;
    pthread_mutex_unlock(&inbox->lock);
}

/* Who finds nothing waits for as long as others work, since they may ask for help. The last one
 * closes the shift. */
void cupro__shift_work(struct cupro__inbox *inbox)
{
    struct cupro__inbox *before = cupro__here.shift;
    cupro__here.shift = inbox;
    pthread_mutex_lock(&inbox->lock);
    while (inbox->shift.open) {
        if (work_on_one(inbox))
            continue;
        if (inbox->shift.busy > 0) {
            pthread_cond_wait(&inbox->arrival, &inbox->lock);
        } else {
            inbox->shift.open = false;
            pthread_cond_broadcast(&inbox->arrival);
        }
    }
    pthread_mutex_unlock(&inbox->lock);
    cupro__here.shift = before;
}
