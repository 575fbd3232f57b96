/* SPDX-License-Identifier: MIT */
/* Waiting for file descriptors (see open_gate.h). */
#include "common/files/open_gate.h"

#include <errno.h>
#include <time.h>

/* Who is not inside may have a file open, too, for a moment: malloc does, when it asks the system
 * how many processors there are. So nobody gives up at once; but not for ever, in all. */
static const struct timespec moment = {.tv_nsec = 1000000};
enum { PATIENCE = 500 }; /* moments */

void open_gate_init(struct open_gate *gate)
{
    *gate = (struct open_gate){.inside = 0};
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->changed, NULL);
}

void open_gate_destroy(struct open_gate *gate)
{
    pthread_cond_destroy(&gate->changed);
    pthread_mutex_destroy(&gate->lock);
}

uint64_t open_gate_enter(struct open_gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->inside++;
    const uint64_t seen = gate->exits;
    pthread_mutex_unlock(&gate->lock);
    return seen;
}

bool open_gate_again(struct open_gate *gate, int error, uint64_t *seen)
{
    if (error != EMFILE && error != ENFILE)
        return false;
    pthread_mutex_lock(&gate->lock);
    /* The last one that tried in vain tells those that wait for nobody. */
    if (--gate->inside == 0)
        pthread_cond_broadcast(&gate->changed);
    while (gate->exits == *seen && gate->inside > 0 && !gate->given_up)
        pthread_cond_wait(&gate->changed, &gate->lock);
    const bool alone = gate->exits == *seen;
    const bool again = !gate->given_up && (!alone || gate->moments < PATIENCE);
    *seen = gate->exits;
    gate->inside++;
    gate->moments += alone;
    pthread_mutex_unlock(&gate->lock);
    if (alone && again)
        nanosleep(&moment, NULL);
    return again;
}

static uint64_t count_exit(struct open_gate *gate, size_t leaving)
{
    pthread_mutex_lock(&gate->lock);
    gate->inside -= leaving;
    const uint64_t seen = ++gate->exits;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
    return seen;
}

uint64_t open_gate_closed(struct open_gate *gate)
{
    return count_exit(gate, 0);
}

void open_gate_leave(struct open_gate *gate)
{
    count_exit(gate, 1);
}

void open_gate_give_up(struct open_gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->given_up = true;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}
