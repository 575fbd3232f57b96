/* SPDX-License-Identifier: MIT */
/* cupro_tally_save, cupro_tally_save_sorted: entries in the order of their keys, in blocks. */
#include "group/tally/tally.h"

#include "group/tally/table/tally_batch.h"
#include "group/tally/tally_format.h"

#include <stdlib.h>

enum { BLOCK = 256 << 10 };

struct saver {
    cupro_tally_write *write;
    void *arg;
    uint64_t check;
    unsigned char *block; /* a block's head, and its entries */
    size_t room, used;    /* bytes of `block` */
    uint64_t entries;     /* in it */
    size_t last, length;  /* where in `block` the last key stands, also when it has been written */
};

static int write_head(struct saver *saver, bool of_numbers, uint64_t entries, uint64_t total)
{
    unsigned char head[CUPRO__SAVED_HEAD];
    memcpy(head, cupro__saved_magic, sizeof cupro__saved_magic);
    cupro__store64(head + 8, CUPRO__SAVED_VERSION);
    cupro__store64(head + 16, of_numbers);
    cupro__store64(head + 24, entries);
    cupro__store64(head + 32, total);
    saver->check = cupro__check_bytes(0, head, 40);
    cupro__store64(head + 40, saver->check);
    return saver->write(head, sizeof head, saver->arg);
}

static int write_block(struct saver *saver)
{
    if (saver->entries == 0)
        return 0;
    size_t length = saver->used - CUPRO__SAVED_BLOCK;
    cupro__store64(saver->block, length);
    cupro__store64(saver->block + 8, saver->entries);
    saver->check = cupro__check_bytes(saver->check, saver->block, 16);
    saver->check = cupro__check_bytes(saver->check, saver->block + CUPRO__SAVED_BLOCK, length);
    cupro__store64(saver->block + 16, saver->check);
    int error = saver->write(saver->block, saver->used, saver->arg);
    saver->used = CUPRO__SAVED_BLOCK;
    saver->entries = 0;
    return error;
}

/* Have room for `length` bytes more and two numbers, in a block of the usual size if they fit. */
static int make_room(struct saver *saver, size_t length)
{
    if (length > SIZE_MAX / 4)
        return CUPRO_ENOMEM;
    size_t needed = length + 2 * CUPRO__MOST_DIGITS;
    int error = needed > saver->room - saver->used ? write_block(saver) : 0;
    if (error != 0 || needed <= saver->room - saver->used)
        return error;
    unsigned char *block = realloc(saver->block, saver->used + needed);
    if (block == NULL)
        return CUPRO_ENOMEM;
    saver->block = block;
    saver->room = saver->used + needed;
    return 0;
}

static int save_entry(struct saver *saver, const cupro_tally_entry *entry)
{
    int error = make_room(saver, entry->key.length);
    if (error != 0)
        return error;
    unsigned char *at = saver->block + saver->used;
    at = cupro__put_digits(at, entry->key.length);
    at = cupro__put_digits(at, entry->count);
    if (entry->key.length > 0)
        memcpy(at, entry->key.begin, entry->key.length);
    saver->last = (size_t)(at - saver->block);
    saver->length = entry->key.length;
    saver->used = saver->last + saver->length;
    saver->entries++;
    return 0;
}

static int save_number(struct saver *saver, const cupro_tally_number *number)
{
    int error = make_room(saver, 0);
    if (error != 0)
        return error;
    unsigned char *at = saver->block + saver->used;
    at = cupro__put_digits(at, number->key);
    at = cupro__put_digits(at, number->count);
    saver->used = (size_t)(at - saver->block);
    saver->entries++;
    return 0;
}

static int save_all(struct saver *saver, const cupro_tally_entry *entries,
                    const cupro_tally_number *numbers, size_t n)
{
    int error = 0;
    for (size_t i = 0; i < n && error == 0; i++)
        error = entries != NULL ? save_entry(saver, &entries[i]) : save_number(saver, &numbers[i]);
    return error != 0 ? error : write_block(saver);
}

int cupro_tally_save_with(cupro_tally *tally, cupro_tally_write *write, void *arg,
                          const cupro_call *call)
{
    cupro_tally_entry *entries = NULL;
    cupro_tally_number *numbers = NULL;
    size_t n;
    if (tally == NULL || write == NULL)
        return CUPRO_EINVAL;
    int error = tally->of_numbers ? cupro_tally_numbers_by_key_with(tally, &numbers, &n, call)
                                  : cupro_tally_entries_by_key_with(tally, &entries, &n, call);
    if (error != 0)
        return error;
    struct saver saver = {.write = write, .arg = arg, .used = CUPRO__SAVED_BLOCK, .room = BLOCK};
    saver.block = malloc(saver.room);
    error = saver.block != NULL ? 0 : CUPRO_ENOMEM;
    if (error == 0)
        error = write_head(&saver, tally->of_numbers, n, tally->total);
    if (error == 0)
        error = save_all(&saver, entries, numbers, n);
    free(saver.block);
    free(entries);
    free(numbers);
    return error;
}

/* -- Entries of no tally ----------------------------------------------------------------------- */

/* Whether the key comes behind the last one. */
static bool rises(const struct saver *saver, cupro_slice key)
{
    size_t least = saver->length < key.length ? saver->length : key.length;
    int order = least > 0 ? memcmp(saver->block + saver->last, key.begin, least) : 0;
    return order < 0 || (order == 0 && saver->length < key.length);
}

static int save_sorted(struct saver *saver, uint64_t n, uint64_t total, cupro_tally_next *next,
                       void *from)
{
    uint64_t sum = 0;
    int error = 0;
    for (uint64_t i = 0; i < n && error == 0; i++) {
        cupro_tally_entry entry = {{NULL, 0}, 0};
        error = next(&entry, from);
        if (error != 0)
            return error;
        if (entry.count == 0 || !cupro__slices_begin(&entry.key, 1) ||
            (i > 0 && !rises(saver, entry.key)))
            return CUPRO_EINVAL;
        sum = cupro__sum_of_counts(sum, entry.count);
        error = save_entry(saver, &entry);
    }
    if (error == 0 && sum != total)
        return CUPRO_EINVAL;
    return error != 0 ? error : write_block(saver);
}

int cupro_tally_save_sorted(uint64_t n, uint64_t total, cupro_tally_next *next, void *from,
                            cupro_tally_write *write, void *arg)
{
    if (next == NULL || write == NULL)
        return CUPRO_EINVAL;
    struct saver saver = {.write = write, .arg = arg, .used = CUPRO__SAVED_BLOCK, .room = BLOCK};
    saver.block = malloc(saver.room);
    int error = saver.block != NULL ? 0 : CUPRO_ENOMEM;
    if (error == 0)
        error = write_head(&saver, false, n, total);
    if (error == 0)
        error = save_sorted(&saver, n, total, next, from);
    free(saver.block);
    return error;
}
