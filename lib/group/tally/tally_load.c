/* SPDX-License-Identifier: MIT */
/*
 * cupro_tally_load: into a tally of its own first, which is absorbed when everything was right; and
 * cupro_tally_load_each.
 *
 * Nothing that is read is believed: memory grows with the bytes that have come, not with those that
 * a block says it has, and a block's entries are looked at after its check.
 */
#include "group/tally/tally.h"

#include "group/tally/tally_format.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 << 10, BATCH = 256 };

struct loader {
    cupro_tally_read *read;
    void *arg;
    cupro_tally *tally;
    cupro_tally_visit *visit; /* NULL: into the tally */
    void *ctx;
    bool of_numbers;
    uint64_t check;
    uint64_t entries; /* that are still to come */
    uint64_t total, so_far;
    unsigned char *block;
    size_t room;
    unsigned char *last; /* the last key of the block before */
    size_t last_length;
    bool has_last;
    uint64_t last_number;
};

/* The keys of a block, on their way. */
struct batch {
    cupro_slice keys[BATCH];
    uint64_t numbers[BATCH], counts[BATCH];
    size_t n;
};

static int read_all(const struct loader *loader, void *bytes, size_t length)
{
    for (size_t have = 0; have < length;) {
        size_t got = 0;
        int error = loader->read((char *)bytes + have, length - have, &got, loader->arg);
        if (error != 0)
            return error;
        if (got == 0 || got > length - have)
            return CUPRO_EDATA;
        have += got;
    }
    return 0;
}

static int read_head(struct loader *loader)
{
    unsigned char head[CUPRO__SAVED_HEAD];
    int error = read_all(loader, head, sizeof head);
    if (error != 0)
        return error;
    loader->check = cupro__check_bytes(0, head, 40);
    loader->entries = cupro__load64(head + 24);
    loader->total = cupro__load64(head + 32);
    bool right = memcmp(head, cupro__saved_magic, sizeof cupro__saved_magic) == 0 &&
                 cupro__load64(head + 8) == CUPRO__SAVED_VERSION &&
                 cupro__load64(head + 16) == loader->of_numbers &&
                 cupro__load64(head + 40) == loader->check;
    return right ? 0 : CUPRO_EDATA;
}

/* Read a block's entries, as far as there are any. */
static int read_entries(struct loader *loader, uint64_t length)
{
    size_t have = 0;
    while (have < length) {
        if (have == loader->room) {
            size_t room = loader->room > 0 ? 2 * loader->room : FIRST_ROOM;
            unsigned char *block = room > loader->room ? realloc(loader->block, room) : NULL;
            if (block == NULL)
                return CUPRO_ENOMEM;
            loader->block = block;
            loader->room = room;
        }
        size_t some = loader->room - have;
        some = some < length - have ? some : (size_t)(length - have);
        int error = read_all(loader, loader->block + have, some);
        if (error != 0)
            return error;
        have += some;
    }
    return 0;
}

static bool rises(const struct loader *loader, cupro_slice before, cupro_slice key)
{
    if (!loader->has_last)
        return true;
    size_t least = before.length < key.length ? before.length : key.length;
    int order = least > 0 ? memcmp(before.begin, key.begin, least) : 0;
    return order < 0 || (order == 0 && before.length < key.length);
}

static int visit_batch(const struct loader *loader, const struct batch *batch, size_t n)
{
    cupro_tally_entry entries[BATCH];
    for (size_t i = 0; i < n; i++)
        entries[i] = (cupro_tally_entry){batch->keys[i], batch->counts[i]};
    return loader->visit(entries, n, loader->ctx);
}

static int flush(struct loader *loader, struct batch *batch)
{
    size_t n = batch->n;
    batch->n = 0;
    if (loader->visit != NULL)
        return visit_batch(loader, batch, n);
    return loader->of_numbers
               ? cupro_tally_add_number_counts(loader->tally, batch->numbers, batch->counts, n)
               : cupro_tally_add_counts(loader->tally, batch->keys, batch->counts, n);
}

/* Take an entry from the block into the batch; where it ends, or NULL. */
static const unsigned char *take_entry(struct loader *loader, struct batch *batch,
                                       cupro_slice *before, const unsigned char *at,
                                       const unsigned char *end)
{
    uint64_t first, count;
    at = cupro__get_digits(at, end, &first);
    if (at != NULL)
        at = cupro__get_digits(at, end, &count);
    if (at == NULL || count == 0 || loader->entries == 0)
        return NULL;
    if (loader->of_numbers) {
        if (loader->has_last && first <= loader->last_number)
            return NULL;
        loader->last_number = first;
        batch->numbers[batch->n] = first;
    } else {
        cupro_slice key = {(const char *)at, (size_t)first};
        if (first > (size_t)(end - at) || !rises(loader, *before, key))
            return NULL;
        at += first;
        *before = key;
        batch->keys[batch->n] = key;
    }
    loader->has_last = true;
    batch->counts[batch->n++] = count;
    loader->so_far = cupro__sum_of_counts(loader->so_far, count);
    loader->entries--;
    return at;
}

/* Remember the block's last key, for the next block's first. */
static int keep_last(struct loader *loader, cupro_slice last)
{
    unsigned char *copy = realloc(loader->last, last.length > 0 ? last.length : 1);
    if (copy == NULL)
        return CUPRO_ENOMEM;
    loader->last = copy;
    if (last.length > 0)
        memcpy(copy, last.begin, last.length);
    loader->last_length = last.length;
    return 0;
}

static int take_entries(struct loader *loader, size_t length, uint64_t entries)
{
    struct batch batch;
    cupro_slice before = {(const char *)loader->last, loader->last_length};
    const unsigned char *at = loader->block, *end = at + length;
    int error = 0;
    batch.n = 0;
    for (; entries > 0 && error == 0; entries--) {
        at = take_entry(loader, &batch, &before, at, end);
        if (at == NULL)
            return CUPRO_EDATA;
        if (batch.n == BATCH || entries == 1)
            error = flush(loader, &batch);
    }
    if (error == 0 && at != end)
        error = CUPRO_EDATA;
    return error != 0 || loader->of_numbers ? error : keep_last(loader, before);
}

static int load_block(struct loader *loader)
{
    unsigned char head[CUPRO__SAVED_BLOCK];
    int error = read_all(loader, head, sizeof head);
    if (error != 0)
        return error;
    uint64_t length = cupro__load64(head), entries = cupro__load64(head + 8);
    if (entries == 0 || entries > loader->entries || length > SIZE_MAX / 2 || length / 2 < entries)
        return CUPRO_EDATA;
    error = read_entries(loader, length);
    if (error != 0)
        return error;
    loader->check = cupro__check_bytes(loader->check, head, 16);
    loader->check = cupro__check_bytes(loader->check, loader->block, (size_t)length);
    if (loader->check != cupro__load64(head + 16))
        return CUPRO_EDATA;
    return take_entries(loader, (size_t)length, entries);
}

static int load_all(struct loader *loader)
{
    int error = read_head(loader);
    while (error == 0 && loader->entries > 0)
        error = load_block(loader);
    return error == 0 && loader->so_far != loader->total ? CUPRO_EDATA : error;
}

int cupro_tally_load(cupro_tally *tally, cupro_tally_read *read, void *arg)
{
    if (tally == NULL || read == NULL)
        return CUPRO_EINVAL;
    struct loader loader = {.read = read, .arg = arg, .of_numbers = tally->of_numbers};
    int error = tally->of_numbers ? cupro_tally_open_numbers(&loader.tally)
                                  : cupro_tally_open(&loader.tally);
    if (error == 0)
        error = load_all(&loader);
    if (error == 0)
        error = cupro_tally_absorb(tally, loader.tally);
    cupro_tally_close(loader.tally);
    free(loader.block);
    free(loader.last);
    return error;
}

int cupro_tally_load_each(cupro_tally_read *read, void *arg, cupro_tally_visit *visit, void *ctx)
{
    if (read == NULL || visit == NULL)
        return CUPRO_EINVAL;
    struct loader loader = {.read = read, .arg = arg, .visit = visit, .ctx = ctx};
    int error = load_all(&loader);
    free(loader.block);
    free(loader.last);
    return error;
}
