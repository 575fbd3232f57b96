/* SPDX-License-Identifier: MIT */
/*
 * The order of the rows of a bucket.
 *
 * What tells its keys apart is put into one word with the number of the row, key above, and these
 * words are sorted as numbers are (kernels.inc), so that equal keys come in the rows' order. Where
 * keys and numbers take more than 64 bits the keys lose their last ones, as many as the numbers
 * have at most; rows that then are alike are few, unless somebody wants it otherwise, and sorted
 * once more by what was lost, which fits by now.
 *
 * Work O(n log n), whatever the keys. Bytes moved: the rows' keys twice, and what the kernels move
 * of 8 n, all of it in a core's cache.
 */
#include "sort/rows/rows.h"

enum { MOST_INSERTED = 24 };

static const struct cupro__key_form as_it_is = {0, 0};

static int width(uint64_t x)
{
    return x != 0 ? 64 - __builtin_clzll(x) : 0;
}

/* The least and the greatest key; true: none falls. */
static bool look(const char *rows, size_t row, size_t n, uint64_t *least, uint64_t *greatest)
{
    uint64_t before = cupro__row_key(rows), low = before, high = before, falls = 0;
    for (size_t i = 1; i < n; i++) {
        uint64_t key = cupro__row_key(rows + i * row);
        falls |= key < before;
        low = key < low ? key : low;
        high = key > high ? key : high;
        before = key;
    }
    *least = low;
    *greatest = high;
    return falls == 0;
}

static void insert(const char *rows, size_t row, uint64_t *order, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t number = order[i], key = cupro__row_key(rows + number * row);
        size_t at = i;
        for (; at > 0 && cupro__row_key(rows + order[at - 1] * row) > key; at--)
            order[at] = order[at - 1];
        order[at] = number;
    }
}

/* Rows order[0] < order[1] < …, whose keys differ in as many bits as `room` has numbers. */
static void settle(const char *rows, size_t row, uint64_t *order, size_t n, uint64_t *room)
{
    if (n <= MOST_INSERTED) {
        insert(rows, row, order, n);
        return;
    }
    uint64_t least = UINT64_MAX, *by_key = room + n;
    int bits = width(n - 1);
    for (size_t i = 0; i < n; i++) {
        uint64_t key = cupro__row_key(rows + order[i] * row);
        least = key < least ? key : least;
    }
    for (size_t i = 0; i < n; i++)
        room[i] = (cupro__row_key(rows + order[i] * row) - least) << bits | i;
    cupro__sort_kernels(sizeof *room)->sort(room, by_key, n, as_it_is);
    for (size_t i = 0; i < n; i++)
        by_key[i] = order[room[i] & (((uint64_t)1 << bits) - 1)];
    memcpy(order, by_key, n * sizeof *order);
}

bool cupro__rows_order(const char *rows, size_t row, size_t n, uint64_t *order, uint64_t *room)
{
    uint64_t least, greatest;
    if (look(rows, row, n, &least, &greatest))
        return false;
    int bits = width(n - 1), lost = width(greatest - least) + bits - 64;
    const uint64_t numbers = ((uint64_t)1 << bits) - 1;
    lost = lost > 0 ? lost : 0;
    for (size_t i = 0; i < n; i++)
        order[i] = (cupro__row_key(rows + i * row) - least) >> lost << bits | i;
    cupro__sort_kernels(sizeof *order)->sort(order, room, n, as_it_is);
    for (size_t i = 0; lost > 0 && i < n;) {
        size_t end = i + 1;
        while (end < n && (order[end] ^ order[i]) <= numbers)
            end++;
        for (size_t k = i; k < end; k++)
            order[k] &= numbers;
        if (end - i > 1)
            settle(rows, row, order + i, end - i, room);
        i = end;
    }
    for (size_t i = 0; lost == 0 && i < n; i++)
        order[i] &= numbers;
    return true;
}
