/* SPDX-License-Identifier: MIT */
/*
 * Lines: items on their way past stations, of which some take them in order.
 *
 * Station 0 is the source, then come the stages, and the sink is the last. A serial station has a
 * turn: the number of the item that it takes next. A runner that has brought an item to a station
 * whose turn has not come leaves it there, in its slot, and looks for other work; who gives the
 * turn on, or has nothing to do, finds it. Nobody waits for a turn.
 *
 * Slots. Item i lives in slot i mod window, which is free again when the sink's turn is beyond i;
 * so that the source's turn comes when the sink has moved on. Turns only grow: a comparison that
 * comes late fails.
 *
 *       one slot:  | left_at, and a cache line to its end | the item … |
 *
 * Sleeping. When a runner finds nothing to do before the end, somebody is in a call of the user's,
 * and gets on without it; so it may sleep until that one has something for it. Not if it stands on
 * top of another line's runner, or of one of this line, on the stack of its own thread (a body has
 * come upon an OpenMP taskwait, say): then it ends, as all runners might. Where runners run one
 * after the other, the first finds work up to the end.
 */
#ifndef CUPRO__LINE_H
#define CUPRO__LINE_H

#include <cupro/pipeline.h>
#include <pthread.h>
#include <stdatomic.h>

enum { CUPRO__SOURCE = 0, CUPRO__MOST_STATIONS = CUPRO_MAX_PIPELINE_STAGES + 2 };

struct cupro__station {
    cupro_item_body *body; /* NULL: the source, or no sink */
    bool serial;
    /* Of a serial one: twice the number of the item that it takes next, plus 1 while that item is
     * there. It stays there for ever if it fails, or turns out to be the end. */
    _Alignas(64) _Atomic size_t turn;
};

/* What stands before each item. */
struct cupro__slot_head {
    _Alignas(64) _Atomic size_t left_at; /* which item was left at which station: see mark */
};

struct cupro__line {
    cupro_source *source;
    void *ctx;
    const cupro_stop *stop;
    int sink; /* number of the last station */
    struct cupro__station station[CUPRO__MOST_STATIONS];
    size_t window;
    size_t stride; /* bytes of a slot */
    char *slots;
    size_t calls;                      /* of the source; for whoever has its turn       */
    _Alignas(64) _Atomic size_t items; /* so many pass the sink, as far as is known yet */
    pthread_mutex_t lock;
    pthread_cond_t change; /* there is work for one more, or the end has come for all */
    atomic_int sleepers;
    int result; /* why there are no more items; guarded by the lock */
};

/* The head of the slot of an item, which stands behind it. */
static inline struct cupro__slot_head *cupro__line_slot(const struct cupro__line *line, size_t item)
{
    return (struct cupro__slot_head *)(void *)(line->slots + item % line->window * line->stride);
}

/* Be one of the line's runners. When all have ended, items < sink's turn have passed the sink, and
 * `result` is the line's. */
void cupro__line_work(struct cupro__line *line);

#endif
