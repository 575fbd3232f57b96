/* SPDX-License-Identifier: MIT */
/*
 * Lines at work (see line.h).
 *
 * Who has an item carries it as far as it goes, and then looks for the last station that has work:
 * what is nearly done gets done, and one runner alone takes each item through before the next.
 * (oneTBB's parallel_pipeline has the idea of a bounded number of items that bring their thread
 * along.)
 *
 * Order. All atomic operations are sequentially consistent: who leaves an item looks at the turn
 * afterwards, who moves a turn looks for the item afterwards, and who falls asleep looks at both
 * after having said so; of any two, one sees the other.
 *
 * Cost: a serial station costs two atomic writes, and an item that is left there a third. Sleepers
 * are woken, for a system call, by who leaves work that it will not do itself.
 */
#include "primitives/pipelines/line.h"

#include "runtime/engine/here.h"
#include "runtime/spin.h"
#include "runtime/engine/stop.h"

/* Never 0, as nothing is left at the source. */
static size_t mark(int station, size_t item)
{
    return item * CUPRO__MOST_STATIONS + (size_t)station;
}

/* -- Turns --------------------------------------------------------------------------------------
 */

static size_t items_done(const struct cupro__line *line)
{
    return atomic_load(&line->station[line->sink].turn) / 2;
}

static bool is_over(const struct cupro__line *line)
{
    return items_done(line) >= atomic_load(&line->items);
}

/* Whether a station's turn has come: *item is there, or the source may make it. */
static bool is_ready(const struct cupro__line *line, int station, size_t *item)
{
    size_t turn = atomic_load(&line->station[station].turn);
    *item = turn / 2;
    if (!line->station[station].serial || turn % 2 != 0 || *item >= atomic_load(&line->items))
        return false;
    if (station == CUPRO__SOURCE)
        return *item - items_done(line) < line->window;
    return atomic_load(&cupro__line_slot(line, *item)->left_at) == mark(station, *item);
}

/* The caller may work on the item there if it is the first to say so, and it is its turn. */
static bool take_turn(struct cupro__line *line, int station, size_t item)
{
    size_t turn = 2 * item;
    return atomic_compare_exchange_strong(&line->station[station].turn, &turn, turn + 1);
}

static bool has_work(const struct cupro__line *line)
{
    bool ready = false;
    size_t item;
    for (int station = line->sink; station >= CUPRO__SOURCE && !ready; station--)
        ready = is_ready(line, station, &item);
    return ready;
}

/* The last station where the caller may work on *item from now on, or -1. */
static int find_work(struct cupro__line *line, size_t *item)
{
    int station = line->sink;
    while (station >= CUPRO__SOURCE &&
           !(is_ready(line, station, item) && take_turn(line, station, *item)))
        station--;
    return station;
}

/* -- Sleepers -----------------------------------------------------------------------------------
 */

static void wake_one(struct cupro__line *line)
{
    pthread_mutex_lock(&line->lock);
    pthread_cond_signal(&line->change);
    pthread_mutex_unlock(&line->lock);
}

static void wake_all(struct cupro__line *line)
{
    pthread_mutex_lock(&line->lock);
    pthread_cond_broadcast(&line->change);
    pthread_mutex_unlock(&line->lock);
}

/* From this item on there is nothing for the sink, because of `code`; the lowest one wins. */
static void end_at(struct cupro__line *line, size_t item, int code)
{
    pthread_mutex_lock(&line->lock);
    if (item < atomic_load(&line->items)) {
        atomic_store(&line->items, item);
        line->result = code;
    }
    pthread_mutex_unlock(&line->lock);
    wake_all(line);
}

/* Until there is work, or the end. */
static void rest(struct cupro__line *line)
{
    struct cupro__spin spin = cupro__spin_begin();
    do {
        if (has_work(line) || is_over(line))
            return;
    } while (cupro__spin_on(&spin));
    pthread_mutex_lock(&line->lock);
    atomic_fetch_add(&line->sleepers, 1);
    while (!has_work(line) && !is_over(line))
        pthread_cond_wait(&line->change, &line->lock);
    atomic_fetch_sub(&line->sleepers, 1);
    pthread_mutex_unlock(&line->lock);
}

/* -- Items --------------------------------------------------------------------------------------
 */

static int run_source(struct cupro__line *line, void *item, bool *end)
{
    int stopped = cupro__stop_code(line->stop);
    if (stopped != 0)
        return stopped;
    line->calls++;
    return line->source(item, end, line->ctx);
}

static bool run_station(struct cupro__line *line, int station, size_t number)
{
    void *item = cupro__line_slot(line, number) + 1;
    cupro_item_body *body = line->station[station].body;
    bool end = false;
    int error = station == CUPRO__SOURCE ? run_source(line, item, &end)
                : body != NULL           ? body(item, line->ctx)
                                         : 0;
    if (error != 0 || end)
        end_at(line, number, error);
    return error == 0 && !end;
}

/* The next item's turn. After the sink the caller looks for work itself. */
static void give_turn(struct cupro__line *line, int station, size_t item)
{
    size_t next;
    atomic_store(&line->station[station].turn, 2 * (item + 1));
    if (station == line->sink) {
        if (is_over(line))
            wake_all(line);
    } else if (atomic_load(&line->sleepers) > 0 && is_ready(line, station, &next)) {
        wake_one(line);
    }
}

/* Come to a station with an item; false: it was left there, to be found by whoever looks for work
 * next, or it will not reach the sink. */
static bool enter(struct cupro__line *line, int station, size_t item)
{
    if (item >= atomic_load(&line->items))
        return false;
    if (!line->station[station].serial || take_turn(line, station, item))
        return true;
    atomic_store(&cupro__line_slot(line, item)->left_at, mark(station, item));
    return false;
}

/* Take an item from a station, where it is the caller's turn, as far as it goes. */
static void carry(struct cupro__line *line, int station, size_t item)
{
    while (run_station(line, station, item)) {
        if (line->station[station].serial)
            give_turn(line, station, item);
        if (station == line->sink || !enter(line, station + 1, item))
            return;
        station++;
    }
}

void cupro__line_work(struct cupro__line *line)
{
    bool on_top = cupro__here.in_line;
    int station = CUPRO__SOURCE;
    cupro__here.in_line = true;
    while (!is_over(line) && !(station < 0 && on_top)) {
        size_t item;
        station = find_work(line, &item);
        if (station < 0 && !on_top)
            rest(line);
        if (station < 0)
            continue;
        if (atomic_load(&line->sleepers) > 0 && has_work(line))
            wake_one(line);
        carry(line, station, item);
    }
    cupro__here.in_line = on_top;
}
