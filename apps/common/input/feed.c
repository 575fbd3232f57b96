/* SPDX-License-Identifier: MIT */
/*
 * Handing out inputs (see feed.h).
 *
 * Names are taken some at a time, fewer towards the end, so that neither the lock nor the last
 * large file costs much. Files that fit one text are opened, read and closed by the reader that
 * took the name, without the lock. Others are shared: put in the list of open inputs, where every
 * reader looks before it opens anything.
 */
#include "common/input/feed.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_NAMES_AT_ONCE 16

struct shared_input {
    struct input input;
    struct shared_input *next;
    size_t name;
    uint64_t offset; /* a file: [offset, size) has not been handed out */
    uint64_t blocks; /* a stream: how many have been read */
    size_t users;    /* readers that are reading from it */
    bool reading;    /* a stream: one of the users is the one that may read it */
    bool listed;
};

/* What a reader is to do next. */
struct errand {
    enum { NOTHING_LEFT, OPEN_A_NAME, READ_A_PIECE, READ_A_BLOCK } kind;
    size_t name;
    struct shared_input *from;
    uint64_t lo, hi;
};

void feed_open(struct feed *feed, struct names *names, const struct record_rule *rule, size_t block,
               size_t readers)
{
    *feed = (struct feed){.names = names, .rule = rule, .block = block, .readers = readers};
    open_gate_init(&feed->gate);
    pthread_mutex_init(&feed->lock, NULL);
    pthread_cond_init(&feed->changed, NULL);
}

static void close_shared(struct feed *feed, struct shared_input *item)
{
    input_close(&item->input);
    open_gate_leave(&feed->gate);
    free(item);
}

void feed_close(struct feed *feed)
{
    while (feed->shared) {
        struct shared_input *item = feed->shared;
        feed->shared = item->next;
        close_shared(feed, item);
    }
    open_gate_destroy(&feed->gate);
    pthread_cond_destroy(&feed->changed);
    pthread_mutex_destroy(&feed->lock);
}

size_t feed_readers(const struct feed *feed)
{
    struct stat status;
    if (feed->names->count != 1)
        return feed->readers;
    if (stat(feed->names->item[0].path, &status) < 0 || !S_ISREG(status.st_mode))
        return feed->readers;
    return (uint64_t)status.st_size <= feed->block ? 1 : feed->readers;
}

void feed_reader_open(struct feed_reader *reader, struct feed *feed)
{
    *reader = (struct feed_reader){.feed = feed};
}

void feed_reader_close(struct feed_reader *reader)
{
    buffer_free(&reader->buffer);
}

void feed_stop(struct feed *feed)
{
    pthread_mutex_lock(&feed->lock);
    feed->stopped = true;
    pthread_cond_broadcast(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
}

/* -- The list of shared inputs; all with the lock held ---------------------------------------- */

static void list(struct feed *feed, struct shared_input *item)
{
    item->next = feed->shared;
    item->listed = true;
    feed->shared = item;
    atomic_fetch_add(&feed->open, 1);
    pthread_cond_broadcast(&feed->changed);
}

static void unlist(struct feed *feed, struct shared_input *item)
{
    struct shared_input **link = &feed->shared;
    while (*link != item)
        link = &(*link)->next;
    *link = item->next;
    item->listed = false;
    atomic_fetch_sub(&feed->open, 1);
    pthread_cond_broadcast(&feed->changed);
}

/* Take a piece or the right to read a block from the first input that has one to give. */
static bool take_shared(struct feed *feed, struct errand *errand)
{
    struct shared_input *item = feed->shared;
    while (item && item->reading)
        item = item->next;
    if (!item)
        return false;
    item->users++;
    errand->from = item;
    if (item->input.stream) {
        errand->kind = READ_A_BLOCK;
        item->reading = true;
        return true;
    }
    const uint64_t left = item->input.size - item->offset;
    errand->kind = READ_A_PIECE;
    errand->lo = item->offset;
    errand->hi = item->offset + (left < feed->block ? left : feed->block);
    item->offset = errand->hi;
    if (item->offset == item->input.size)
        unlist(feed, item);
    return true;
}

/* The reader is back from reading; the last one out of an input that has no more closes it. */
static void give_back(struct feed *feed, struct shared_input *item, int error)
{
    pthread_mutex_lock(&feed->lock);
    item->users--;
    if (error > 0 && feed->names->item[item->name].error == 0)
        feed->names->item[item->name].error = error;
    if (item->listed && (error || item->input.ended))
        unlist(feed, item);
    if (item->reading) {
        item->reading = false;
        pthread_cond_signal(&feed->changed);
    }
    const bool last = !item->listed && item->users == 0;
    pthread_mutex_unlock(&feed->lock);
    if (last)
        close_shared(feed, item);
}

/* -- What to do next --------------------------------------------------------------------------- */

/* With the lock held. False: no names are left. */
static bool take_names(struct feed_reader *reader)
{
    struct feed *feed = reader->feed;
    const size_t left = feed->names->count - feed->next;
    size_t take = left / (4 * feed->readers);
    if (take > MAX_NAMES_AT_ONCE)
        take = MAX_NAMES_AT_ONCE;
    if (take == 0)
        take = left > 0;
    reader->name = feed->next;
    reader->last = feed->next += take;
    feed->holders += take > 0 && !reader->holds;
    reader->holds |= take > 0;
    return take > 0;
}

static void stop_holding(struct feed_reader *reader)
{
    if (!reader->holds)
        return;
    reader->holds = false;
    if (--reader->feed->holders == 0)
        pthread_cond_broadcast(&reader->feed->changed);
}

/* With the lock held. */
static struct errand choose(struct feed_reader *reader)
{
    struct feed *feed = reader->feed;
    struct errand errand = {.kind = NOTHING_LEFT};
    while (!feed->stopped) {
        if (take_shared(feed, &errand))
            return errand;
        if (reader->name < reader->last || take_names(reader)) {
            errand.kind = OPEN_A_NAME;
            errand.name = reader->name++;
            return errand;
        }
        stop_holding(reader);
        if (feed->holders == 0 && !feed->shared)
            return errand;
        pthread_cond_wait(&feed->changed, &feed->lock);
    }
    stop_holding(reader);
    return errand;
}

static struct errand next_errand(struct feed_reader *reader)
{
    struct feed *feed = reader->feed;
    /* The hint may be old: then one file more is opened than necessary. */
    if (reader->name < reader->last && atomic_load(&feed->open) == 0)
        return (struct errand){.kind = OPEN_A_NAME, .name = reader->name++};
    pthread_mutex_lock(&feed->lock);
    const struct errand errand = choose(reader);
    pthread_mutex_unlock(&feed->lock);
    return errand;
}

/* -- Doing it ---------------------------------------------------------------------------------- */

static bool may_open(struct feed *feed, const char *path)
{
    if (strcmp(path, "-") != 0)
        return true;
    pthread_mutex_lock(&feed->lock);
    const bool first = !feed->standard_taken;
    feed->standard_taken = true;
    pthread_mutex_unlock(&feed->lock);
    return first;
}

static int share(struct feed *feed, const struct input *input, size_t name)
{
    struct shared_input *item = malloc(sizeof *item);
    if (!item)
        return CUPRO_ENOMEM;
    *item = (struct shared_input){.input = *input, .name = name, .offset = input->begin};
    pthread_mutex_lock(&feed->lock);
    list(feed, item);
    pthread_mutex_unlock(&feed->lock);
    return 0;
}

/* Open an input, when that can be done, or when nobody can make that possible. */
static int enter_and_open(struct feed *feed, struct input *input, const char *path)
{
    uint64_t seen = open_gate_enter(&feed->gate);
    int error;
    do
        error = input_open(input, path, !feed->as_is, feed->block);
    while (open_gate_again(&feed->gate, error, &seen));
    return error;
}

/* Read all of a file that was not looked at when it was opened. If it is compressed it becomes a
 * stream, and there is no text. */
static int read_whole(struct feed_reader *reader, struct input *input, struct text *text)
{
    const struct feed *feed = reader->feed;
    int error =
        input_read_piece(input, input->begin, input->size, feed->rule, &reader->buffer, text);
    text->whole = true;
    if (error < 0 || feed->as_is)
        return error;
    const int failed = input_decompress(input, text->bytes, text->length);
    if (!input->stream)
        return failed ? failed : error;
    *text = (struct text){0};
    return 0;
}

/* Open a name. A small file is read at once; anything else is there to be shared then. */
static int open_name(struct feed_reader *reader, size_t name, struct text *text)
{
    struct feed *feed = reader->feed;
    struct name *item = &feed->names->item[name];
    struct input input;
    if (item->error || !may_open(feed, item->path))
        return 0;
    int error = enter_and_open(feed, &input, item->path);
    const bool is_open = !error;
    if (is_open && !input.stream && input.size - input.begin <= feed->block)
        error = read_whole(reader, &input, text);
    if (!error && (input.stream || input.size - input.begin > feed->block)) {
        error = share(feed, &input, name);
        if (!error)
            return 0;
    }
    text->name = name;
    if (is_open)
        input_close(&input);
    open_gate_leave(&feed->gate);
    if (error > 0) /* nobody else has to do with this name */
        item->error = error;
    return error < 0 ? error : 0;
}

static int read_shared(struct feed_reader *reader, const struct errand *errand, struct text *text)
{
    struct feed *feed = reader->feed;
    struct input *input = &errand->from->input;
    int error;
    if (errand->kind == READ_A_BLOCK)
        error = input_read_block(input, feed->block, feed->rule, &reader->buffer, text);
    else
        error = input_read_piece(input, errand->lo, errand->hi, feed->rule, &reader->buffer, text);
    text->name = errand->from->name;
    text->part = errand->kind == READ_A_BLOCK ? errand->from->blocks++ : errand->lo;
    text->whole = input->ended && text->part == 0;
    give_back(feed, errand->from, error);
    return error < 0 ? error : 0;
}

int feed_next(struct feed_reader *reader, struct text *text)
{
    *text = (struct text){0};
    while (text->length == 0) {
        const struct errand errand = next_errand(reader);
        if (errand.kind == NOTHING_LEFT)
            return 0;
        const int error = errand.kind == OPEN_A_NAME ? open_name(reader, errand.name, text)
                                                     : read_shared(reader, &errand, text);
        if (error) {
            feed_stop(reader->feed);
            return error;
        }
    }
    return 0;
}
