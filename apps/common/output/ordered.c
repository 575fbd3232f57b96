/* SPDX-License-Identifier: MIT */
/*
 * Ordered work (see ordered.h).
 *
 * Why nobody waits for ever: a worker takes the first item that waits, so when it takes one all
 * before it are done or being worked on. Items that are put before it later come from a worker that
 * is before it, who takes them, or leaves them to others, before it takes anything behind. So
 * there is always a worker that is not waiting at the first item of all, which may always run.
 */
#include "common/output/ordered.h"

/* So many items may be there, and the first one always. The search for one that waits is short
 * therefore. */
#define MOST_ITEMS 256

void ordered_open(struct ordered *ordered, const struct ordered_calls *calls, size_t most,
                  void *ctx)
{
    *ordered = (struct ordered){.calls = calls, .most = most, .ctx = ctx};
    pthread_mutex_init(&ordered->lock, NULL);
    pthread_cond_init(&ordered->found, NULL);
    pthread_cond_init(&ordered->moved, NULL);
}

void ordered_close(struct ordered *ordered)
{
    while (ordered->first) {
        struct ordered_item *item = ordered->first;
        ordered->first = item->next;
        ordered->calls->drop(item, ordered->ctx);
    }
    pthread_cond_destroy(&ordered->moved);
    pthread_cond_destroy(&ordered->found);
    pthread_mutex_destroy(&ordered->lock);
}

/* -- The list; all with the lock held ---------------------------------------------------------- */

/* Between two neighbours, either of which may be missing. */
static void link_between(struct ordered *ordered, struct ordered_item *before,
                         struct ordered_item *item, struct ordered_item *next)
{
    item->before = before;
    item->next = next;
    *(before ? &before->next : &ordered->first) = item;
    *(next ? &next->before : &ordered->last) = item;
    ordered->count++;
}

static void unlink_first(struct ordered *ordered)
{
    struct ordered_item *item = ordered->first;
    ordered->first = item->next;
    *(item->next ? &item->next->before : &ordered->last) = NULL;
    ordered->count--;
}

static void run(struct ordered *ordered, struct ordered_item *item)
{
    item->state = ORDERED_RUNS;
    ordered->running++;
}

static bool is_full(const struct ordered *ordered)
{
    return ordered->held >= ordered->most || ordered->count >= MOST_ITEMS;
}

/* The first item that waits, if it may be worked on now. */
static struct ordered_item *first_waiting(const struct ordered *ordered)
{
    struct ordered_item *item = ordered->first;
    while (item && item->state != ORDERED_WAITS)
        item = item == ordered->end ? NULL : item->next;
    return item && (item == ordered->first || !is_full(ordered)) ? item : NULL;
}

/* Whether there may be something to take later, if there is nothing now. */
static bool may_find_more(const struct ordered *ordered)
{
    return !ordered->stopped && (ordered->running > 0 || ordered->leaving);
}

/* Something has changed: wake who waits for that, and, if there is something to take, one of those
 * who have nothing to do; that one wakes the next. */
static void tell(struct ordered *ordered)
{
    if (ordered->held_back > 0)
        pthread_cond_broadcast(&ordered->moved);
    if (ordered->idle > 0 && !may_find_more(ordered))
        pthread_cond_broadcast(&ordered->found);
    else if (ordered->idle > 0 && first_waiting(ordered))
        pthread_cond_signal(&ordered->found);
}

/* Wait until items have moved. */
static void wait_for_move(struct ordered *ordered)
{
    ordered->held_back++;
    pthread_cond_wait(&ordered->moved, &ordered->lock);
    ordered->held_back--;
}

/* Let items leave, from the first one on as far as they are done; if there is one that is not, and
 * it is `part`, what there is of it too. Gives the lock away meanwhile. */
static void let_leave(struct ordered *ordered, struct ordered_item *part)
{
    ordered->leaving = true;
    while (ordered->first && !ordered->stopped) {
        struct ordered_item *item = ordered->first;
        const bool done = item->state == ORDERED_DONE;
        if (!done && item != part)
            break;
        pthread_mutex_unlock(&ordered->lock);
        const bool go_on = ordered->calls->leave(item, ordered->ctx);
        pthread_mutex_lock(&ordered->lock);
        ordered->held -= item->holds;
        item->holds = 0;
        ordered->stopped |= !go_on || (done && item == ordered->end);
        if (!done)
            break;
        unlink_first(ordered);
        ordered->calls->drop(item, ordered->ctx);
        tell(ordered);
    }
    ordered->leaving = false;
    tell(ordered);
}

/* -- For workers ------------------------------------------------------------------------------- */

void ordered_add(struct ordered *ordered, struct ordered_item *item)
{
    link_between(ordered, ordered->last, item, NULL);
}

struct ordered_item *ordered_take(struct ordered *ordered)
{
    struct ordered_item *item = NULL;
    pthread_mutex_lock(&ordered->lock);
    while (!(item = first_waiting(ordered)) && may_find_more(ordered)) {
        ordered->idle++;
        pthread_cond_wait(&ordered->found, &ordered->lock);
        ordered->idle--;
    }
    if (ordered->stopped)
        item = NULL;
    if (item && item->splits) {
        struct ordered_item *part = ordered->calls->split(item, ordered->ctx);
        if (part) {
            link_between(ordered, item->before, part, item);
            item = part;
        }
    }
    if (item)
        run(ordered, item);
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
    return item;
}

void ordered_put_before(struct ordered *ordered, struct ordered_item *item,
                        struct ordered_item *other, bool mine)
{
    pthread_mutex_lock(&ordered->lock);
    link_between(ordered, item->before, other, item);
    if (mine)
        run(ordered, other);
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
}

void ordered_put_behind(struct ordered *ordered, struct ordered_item *item,
                        struct ordered_item *other)
{
    pthread_mutex_lock(&ordered->lock);
    link_between(ordered, item, other, item->next);
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
}

bool ordered_may_go_on(struct ordered *ordered, const struct ordered_item *item)
{
    pthread_mutex_lock(&ordered->lock);
    const bool may =
        !ordered->stopped && !ordered->end && (item == ordered->first || !is_full(ordered));
    pthread_mutex_unlock(&ordered->lock);
    return may;
}

void ordered_again(struct ordered *ordered, struct ordered_item *item)
{
    pthread_mutex_lock(&ordered->lock);
    item->state = ORDERED_WAITS;
    ordered->running--;
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
}

void ordered_done(struct ordered *ordered, struct ordered_item *item)
{
    pthread_mutex_lock(&ordered->lock);
    item->state = ORDERED_DONE;
    ordered->running--;
    if (item == ordered->first && !ordered->leaving)
        let_leave(ordered, NULL);
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
}

bool ordered_holds(struct ordered *ordered, struct ordered_item *item, size_t bytes)
{
    pthread_mutex_lock(&ordered->lock);
    ordered->held += bytes - item->holds;
    item->holds = bytes;
    while (!ordered->stopped && ordered->held >= ordered->most &&
           (item != ordered->first || ordered->leaving))
        wait_for_move(ordered);
    const bool leaves = !ordered->stopped && item == ordered->first && !ordered->leaving;
    if (leaves)
        let_leave(ordered, item);
    pthread_mutex_unlock(&ordered->lock);
    return leaves;
}

void ordered_wait(struct ordered *ordered, const struct ordered_item *item)
{
    pthread_mutex_lock(&ordered->lock);
    while (!ordered->stopped && (item != ordered->first || ordered->leaving))
        wait_for_move(ordered);
    pthread_mutex_unlock(&ordered->lock);
}

void ordered_end_here(struct ordered *ordered, struct ordered_item *item)
{
    pthread_mutex_lock(&ordered->lock);
    /* The earliest end counts. */
    const struct ordered_item *other = ordered->end ? ordered->first : NULL;
    while (other && other != item && other != ordered->end)
        other = other->next;
    if (!ordered->end || other == item)
        ordered->end = item;
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
}

void ordered_stop(struct ordered *ordered)
{
    pthread_mutex_lock(&ordered->lock);
    ordered->stopped = true;
    tell(ordered);
    pthread_mutex_unlock(&ordered->lock);
}
