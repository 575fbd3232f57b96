/* SPDX-License-Identifier: MIT */
/*
 * Work that grows while it is done, and whose results leave in order.
 *
 * There is a list of items. Workers take the first one that waits, work on it, and may put further
 * items beside it meanwhile: a directory puts what is in it, a large file its pieces. When an item
 * is done and all before it have left, it *leaves*: one item at a time, in the list's order, on
 * whichever thread comes upon it. So what comes out is the same on any number of threads.
 *
 * Items that are done and cannot leave yet hold memory. When they hold too much, only the first
 * item of all is worked on, and the others wait until it is out of the way.
 *
 *     ordered_open(&ordered, &calls, most, ctx);
 *     ordered_add(&ordered, first_item);
 *     cupro_for(threads, run, &ordered, .grain = 1);          each:
 *         while ((item = ordered_take(&ordered)))
 *             work on it; ordered_done(&ordered, item);
 *     ordered_close(&ordered);
 *
 * A worker waits for another one only while that one has an item, so nothing is lost if all workers
 * are one thread, one after the other.
 */
#ifndef APPS_ORDERED_H
#define APPS_ORDERED_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum ordered_state { ORDERED_WAITS, ORDERED_RUNS, ORDERED_DONE };

/* The head of one's own item. Zero-initialise it. */
struct ordered_item {
    struct ordered_item *before, *next;
    enum ordered_state state;
    bool splits;  /* taking it means taking something off it */
    size_t holds; /* bytes of memory, as reckoned so far */
};

struct ordered_calls {
    /* Take the next part off an item that splits: it is put before the item, and handed to the
     * worker. NULL: there are no more, and the item itself is worked on. Called with the list
     * locked, so do little. */
    struct ordered_item *(*split)(struct ordered_item *item, void *ctx);
    /* The item leaves, or, if it is not done, what there is of it so far. One call at a time.
     * False: stop everything. */
    bool (*leave)(struct ordered_item *item, void *ctx);
    /* Free the item, which has left, or which nobody wanted any more. */
    void (*drop)(struct ordered_item *item, void *ctx);
};

struct ordered {
    const struct ordered_calls *calls;
    void *ctx;
    size_t most; /* bytes that may be held */

    pthread_mutex_t lock; /* guards what follows, and the items' links and states */
    pthread_cond_t found; /* there is something to take */
    pthread_cond_t moved; /* items have left, or what is held has become less */
    struct ordered_item *first, *last;
    struct ordered_item *end; /* nothing behind it is wanted any more; NULL: all is */
    size_t count, running;
    size_t idle, held_back; /* workers that wait for either */
    size_t held;
    bool leaving; /* somebody is in `leave` */
    bool stopped;
};

void ordered_open(struct ordered *ordered, const struct ordered_calls *calls, size_t most,
                  void *ctx);
void ordered_close(struct ordered *ordered);

/* Put an item at the end of the list; before the work begins. */
void ordered_add(struct ordered *ordered, struct ordered_item *item);

/* The next item to work on, or NULL when nothing is left to do. */
struct ordered_item *ordered_take(struct ordered *ordered);

/* While working on `item`: put another one right before it, or right behind it. It waits for a
 * worker, or, if it is `mine`, is the caller's to work on. */
void ordered_put_before(struct ordered *ordered, struct ordered_item *item,
                        struct ordered_item *other, bool mine);
void ordered_put_behind(struct ordered *ordered, struct ordered_item *item,
                        struct ordered_item *other);

/* Whether the worker may go on with its item as if it had given it back and taken it again, which
 * would wake others for nothing. */
bool ordered_may_go_on(struct ordered *ordered, const struct ordered_item *item);

/* Give the item back: it waits for a worker again. */
void ordered_again(struct ordered *ordered, struct ordered_item *item);

/* The item is done: it leaves, now or later, and is not the caller's any more. */
void ordered_done(struct ordered *ordered, struct ordered_item *item);

/* The item that is worked on holds so many bytes by now. If it is the first of all, what there is
 * of it leaves; if too much is held, this waits until it is. True if it left. */
bool ordered_holds(struct ordered *ordered, struct ordered_item *item, size_t bytes);

/* Wait until the item that is worked on is the first of all: what is before it has left. */
void ordered_wait(struct ordered *ordered, const struct ordered_item *item);

/* Nothing behind this item, which is worked on, is wanted any more. */
void ordered_end_here(struct ordered *ordered, struct ordered_item *item);

/* Workers find nothing to do any more. */
void ordered_stop(struct ordered *ordered);

#endif
