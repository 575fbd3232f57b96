/* SPDX-License-Identifier: MIT */
/* Handing entries over (see entry_relay.h): a ring of batches, each of which is filled by one
 * thread and then emptied by the other. In a batch keys grow from its beginning, entries from its
 * end. */
#include "count/bounded/entry_relay.h"

#include "common/buffer.h"
#include "common/side_thread.h"

#include <cupro/error.h>

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

enum { NOT_WANTED = 1 }; /* ends the making; nobody sees it */

struct batch {
    struct buffer room;
    size_t keys; /* bytes */
    size_t count;
};

/* Batch i is batch[i % RELAY_BATCHES]. The maker has number `made`, the taker those in
 * [taken, made). */
struct relay {
    entry_maker *make;
    void *from;
    size_t size; /* of a batch */
    struct batch batch[RELAY_BATCHES];
    pthread_mutex_t lock; /* of what follows; the one that writes a number reads it without */
    pthread_cond_t changed;
    size_t made, taken;
    bool ended;   /* no more are made */
    bool stopped; /* no more are taken */
    int error;    /* of the maker */
};

/* -- Batches ----------------------------------------------------------------------------------- */

static cupro_tally_entry *batch_end(const struct batch *batch)
{
    return (cupro_tally_entry *)(void *)batch->room.bytes +
           batch->room.room / sizeof(cupro_tally_entry);
}

static bool batch_fits(const struct batch *batch, size_t length)
{
    const size_t all = batch->room.room / sizeof(cupro_tally_entry) * sizeof(cupro_tally_entry);
    const size_t left = all - batch->keys - batch->count * sizeof(cupro_tally_entry);
    return left >= sizeof(cupro_tally_entry) && left - sizeof(cupro_tally_entry) >= length;
}

/* Room for an entry in an empty one. */
static int batch_reserve(struct batch *batch, size_t size, size_t length)
{
    const size_t least = length < SIZE_MAX / 4 ? length + 2 * sizeof(cupro_tally_entry) : SIZE_MAX;
    return buffer_reserve(&batch->room, least > size ? least : size);
}

static void batch_add(struct batch *batch, const cupro_tally_entry *entry)
{
    unsigned char *const key = batch->room.bytes + batch->keys;
    if (entry->key.length > 0)
        memcpy(key, entry->key.begin, entry->key.length);
    batch->keys += entry->key.length;
    batch->count++;
    *(batch_end(batch) - batch->count) =
        (cupro_tally_entry){{(const char *)key, entry->key.length}, entry->count};
}

static int batch_take(const struct batch *batch, entry_taker *take, void *arg)
{
    const cupro_tally_entry *const end = batch_end(batch);
    int error = 0;
    for (size_t i = 1; i <= batch->count && !error; i++)
        error = take(arg, end - i);
    return error;
}

/* A batch that a large entry has made larger gives its room back. */
static void batch_clear(struct batch *batch, size_t size)
{
    batch->keys = batch->count = 0;
    if (batch->room.room > 2 * size)
        buffer_free(&batch->room);
}

/* -- The maker's side -------------------------------------------------------------------------- */

/* Hand over a batch, and wait until the next one is empty. */
static int hand_over(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    relay->made++;
    pthread_cond_signal(&relay->changed);
    while (relay->made - relay->taken == RELAY_BATCHES && !relay->stopped)
        pthread_cond_wait(&relay->changed, &relay->lock);
    const bool stopped = relay->stopped;
    pthread_mutex_unlock(&relay->lock);
    return stopped ? NOT_WANTED : 0;
}

static struct batch *batch_to_fill(struct relay *relay)
{
    return &relay->batch[relay->made % RELAY_BATCHES];
}

static int put_entry(void *arg, const cupro_tally_entry *entry)
{
    struct relay *const relay = arg;
    struct batch *batch = batch_to_fill(relay);
    if (!batch_fits(batch, entry->key.length)) {
        if (batch->count > 0 && hand_over(relay))
            return NOT_WANTED;
        batch = batch_to_fill(relay);
        if (batch_reserve(batch, relay->size, entry->key.length))
            return CUPRO_ENOMEM;
    }
    batch_add(batch, entry);
    return 0;
}

static void *make_all(void *arg)
{
    struct relay *const relay = arg;
    const int error = relay->make(relay->from, put_entry, relay);
    pthread_mutex_lock(&relay->lock);
    if (!error && batch_to_fill(relay)->count > 0)
        relay->made++;
    relay->error = error;
    relay->ended = true;
    pthread_cond_signal(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
    return NULL;
}

/* -- The taker's side -------------------------------------------------------------------------- */

/* The next batch; NULL: there is none. */
static struct batch *wait_for_batch(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    while (relay->made == relay->taken && !relay->ended)
        pthread_cond_wait(&relay->changed, &relay->lock);
    const bool some = relay->made != relay->taken;
    pthread_mutex_unlock(&relay->lock);
    return some ? &relay->batch[relay->taken % RELAY_BATCHES] : NULL;
}

static void hand_back(struct relay *relay, struct batch *batch)
{
    batch_clear(batch, relay->size);
    pthread_mutex_lock(&relay->lock);
    relay->taken++;
    pthread_cond_signal(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
}

static int take_all(struct relay *relay, entry_taker *take, void *arg)
{
    struct batch *batch;
    int error = 0;
    while (!error && (batch = wait_for_batch(relay))) {
        error = batch_take(batch, take, arg);
        if (!error)
            hand_back(relay, batch);
    }
    return error;
}

static void stop(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    relay->stopped = true;
    pthread_cond_signal(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
}

int entry_relay(entry_maker *make, void *from, size_t batch, entry_taker *take, void *arg)
{
    struct relay relay = {.make = make, .from = from, .size = batch};
    pthread_t maker;
    pthread_mutex_init(&relay.lock, NULL);
    pthread_cond_init(&relay.changed, NULL);
    const bool started = side_thread_start(&maker, make_all, &relay);
    int error = started ? take_all(&relay, take, arg) : make(from, take, arg);
    if (started) {
        stop(&relay);
        pthread_join(maker, NULL);
        error = error ? error : relay.error;
    }
    for (size_t i = 0; i < RELAY_BATCHES; i++)
        buffer_free(&relay.batch[i].room);
    pthread_cond_destroy(&relay.changed);
    pthread_mutex_destroy(&relay.lock);
    return error;
}
