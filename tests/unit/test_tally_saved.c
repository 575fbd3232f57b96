/* SPDX-License-Identifier: MIT */
/* Tallies that are saved and read back; bytes that are not what was saved are refused. */
#include "places.h"
#include "run_tests.h"
#include "tallied.h"

#include <cupro.h>

struct bytes {
    unsigned char *at;
    size_t n, room;
    size_t read; /* of them so far                         */
    size_t most; /* at a time; 0: as many as are asked for */
    int error;   /* what a write returns when it is full   */
};

static int write_bytes(const void *bytes, size_t length, void *arg)
{
    struct bytes *to = arg;
    if (length > to->room - to->n) {
        if (to->error != 0)
            return to->error;
        to->room = 2 * (to->n + length);
        to->at = realloc(to->at, to->room);
    }
    memcpy(to->at + to->n, bytes, length);
    to->n += length;
    return 0;
}

static int read_bytes(void *bytes, size_t most, size_t *got, void *arg)
{
    struct bytes *from = arg;
    size_t left = from->n - from->read;
    most = from->most > 0 && most > from->most ? from->most : most;
    *got = most < left ? most : left;
    if (from->error != 0 && *got == 0)
        return from->error;
    memcpy(bytes, from->at + from->read, *got);
    from->read += *got;
    return 0;
}

static void save(cupro_tally *tally, struct bytes *bytes)
{
    *bytes = (struct bytes){0};
    ck_assert_int_eq(cupro_tally_save(tally, write_bytes, bytes), 0);
}

static int load(cupro_tally *tally, struct bytes *bytes, size_t most)
{
    bytes->read = 0;
    bytes->most = most;
    return cupro_tally_load(tally, read_bytes, bytes);
}

/* A tally in which key i was seen (i * i) % 11 times, added forwards or backwards. */
static cupro_tally *some_tally(struct known *known, size_t n, bool backwards)
{
    cupro_tally *tally;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    for (size_t k = 0; k < n; k++) {
        size_t i = backwards ? n - 1 - k : k;
        known[i].count = (i * i) % 11;
        cupro_slice key = slice_of(&known[i]);
        ck_assert_int_eq(cupro_tally_add_counts(tally, &key, &known[i].count, 1), 0);
    }
    return tally;
}

static const size_t key_counts[] = {0, 1, 2, 41, 1000, 40000};

START_TEST(what_was_saved_is_read_back)
{
    struct dice dice = dice_for(_i);
    size_t n = key_counts[_i];
    struct known *known = known_new(&dice, n);
    cupro_tally *tally = some_tally(known, n, false), *same = some_tally(known, n, true), *read;
    struct bytes bytes, others;
    save(tally, &bytes);
    save(same, &others);
    ck_assert_uint_eq(bytes.n, others.n);
    ck_assert_mem_eq(bytes.at, others.at, bytes.n);
    for (size_t most = 0; most < 3; most++) {
        ck_assert_int_eq(cupro_tally_open(&read), 0);
        ck_assert_int_eq(load(read, &bytes, most), 0);
        ck_assert_uint_eq(bytes.read, bytes.n);
        qsort(known, n, sizeof *known, known_by_key);
        check_tally(read, known, n);
        /* Again, into the same one: the counts double. */
        ck_assert_int_eq(load(read, &bytes, most), 0);
        for (size_t i = 0; i < n; i++)
            known[i].count *= 2;
        check_tally(read, known, n);
        for (size_t i = 0; i < n; i++)
            known[i].count /= 2;
        cupro_tally_close(read);
    }
    free(bytes.at);
    free(others.at);
    cupro_tally_close(tally);
    cupro_tally_close(same);
    free(known);
}
END_TEST

static void refuses(cupro_tally *tally, struct bytes *bytes)
{
    size_t distinct;
    ck_assert_int_eq(load(tally, bytes, 0), CUPRO_EDATA);
    ck_assert_int_eq(cupro_tally_size(tally, &distinct, NULL), 0);
    ck_assert_uint_eq(distinct, 0);
}

START_TEST(damaged_bytes_are_refused)
{
    struct dice dice = dice_for(_i);
    struct known *known = known_new(&dice, 60);
    cupro_tally *tally = some_tally(known, 60, false), *read;
    struct bytes bytes;
    save(tally, &bytes);
    ck_assert_int_eq(cupro_tally_open(&read), 0);
    size_t whole = bytes.n;
    for (bytes.n = 0; bytes.n < whole; bytes.n++)
        refuses(read, &bytes);
    for (size_t bit = 0; bit < 8 * whole; bit++) {
        bytes.at[bit / 8] ^= (unsigned char)(1 << bit % 8);
        refuses(read, &bytes);
        bytes.at[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t i = 0; i + 1 < whole; i++) {
        unsigned char was[2] = {bytes.at[i], bytes.at[i + 1]};
        bytes.at[i] = was[1];
        bytes.at[i + 1] = was[0];
        if (was[0] != was[1])
            refuses(read, &bytes);
        memcpy(bytes.at + i, was, 2);
    }
    ck_assert_int_eq(load(read, &bytes, 0), 0);
    cupro_tally_close(read);
    ck_assert_int_eq(cupro_tally_open_numbers(&read), 0);
    refuses(read, &bytes);
    cupro_tally_close(read);
    free(bytes.at);
    cupro_tally_close(tally);
    free(known);
}
END_TEST

/* Blocks with a right check, and wrong entries: somebody else's writer. */
static uint64_t check_words(uint64_t check, const unsigned char *at, size_t length)
{
    for (size_t i = 0; i <= length; i += 8) {
        uint64_t word = 0;
        for (size_t k = 0; k < 8 && i + k < length; k++)
            word |= (uint64_t)at[i + k] << 8 * k;
        if (i < length) {
            check = (check ^ word) * UINT64_C(0x9e3779b97f4a7c15);
            check = check << 29 | check >> 35;
        }
    }
    check = (check ^ length) * UINT64_C(0x9e3779b97f4a7c15);
    return check << 29 | check >> 35;
}

static void put64(unsigned char *at, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        at[i] = (unsigned char)(number >> 8 * i);
}

/* As the header describes the format. */
static void write_by_hand(struct bytes *to, uint64_t kind, uint64_t entries, uint64_t total,
                          const char *block, size_t length)
{
    unsigned char *at = calloc(1, 72 + length);
    *to = (struct bytes){.at = at, .n = 72 + length};
    memcpy(at, "cuprotal", 8);
    put64(at + 8, 1);
    put64(at + 16, kind);
    put64(at + 24, entries);
    put64(at + 32, total);
    uint64_t check = check_words(0, at, 40);
    put64(at + 40, check);
    put64(at + 48, length);
    put64(at + 56, entries);
    memcpy(at + 72, block, length);
    check = check_words(check_words(check, at + 48, 16), at + 72, length);
    put64(at + 64, check);
}

START_TEST(nonsense_with_a_right_check)
{
    static const struct {
        uint64_t kind, entries, total;
        const char *block;
        size_t length;
        int error;
    } cases[] = {
        {0, 2, 3, "\1\1a\1\2b", 6, 0},
        {0, 2, 4, "\1\1a\1\2b", 6, CUPRO_EDATA}, /* not the total   */
        {0, 2, 3, "\1\1b\1\2a", 6, CUPRO_EDATA}, /* falls           */
        {0, 2, 3, "\1\1a\1\2a", 6, CUPRO_EDATA}, /* stands twice    */
        {0, 1, 3, "\1\1a\1\2b", 6, CUPRO_EDATA}, /* one too many    */
        {0, 3, 3, "\1\1a\1\2b", 6, CUPRO_EDATA}, /* one too few     */
        {0, 1, 0, "\1\0a", 3, CUPRO_EDATA},      /* seen 0 times    */
        {0, 1, 1, "\2\1a", 3, CUPRO_EDATA},      /* key is longer   */
        {0, 1, 1, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\1a", 12, CUPRO_EDATA},
        {0, 1, 1, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\3\1a", 12, CUPRO_EDATA},
        {0, 1, 1, "\x81\0\1a", 4, CUPRO_EDATA}, /* a zero group    */
        {0, 1, 1, "\x81", 1, CUPRO_EDATA},      /* a group missing */
        {0, 1, 1, "\0\1", 2, 0},                /* the empty key   */
        {1, 2, 3, "\0\1\1\2", 4, 0},
        {1, 2, 3, "\1\1\1\2", 4, CUPRO_EDATA},
        {1, 1, 1, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\1", 11, 0}, /* 2^64 - 1 */
        {1, 1, 1, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\2\1", 11, CUPRO_EDATA},
        {2, 1, 1, "\0\1", 2, CUPRO_EDATA},
    };
    struct bytes bytes;
    cupro_tally *tally;
    write_by_hand(&bytes, cases[_i].kind, cases[_i].entries, cases[_i].total, cases[_i].block,
                  cases[_i].length);
    ck_assert_int_eq(
        cases[_i].kind == 1 ? cupro_tally_open_numbers(&tally) : cupro_tally_open(&tally), 0);
    ck_assert_int_eq(load(tally, &bytes, 0), cases[_i].error);
    struct bytes again;
    if (cases[_i].error == 0) {
        save(tally, &again);
        ck_assert_uint_eq(again.n, bytes.n);
        ck_assert_mem_eq(again.at, bytes.at, bytes.n);
        free(again.at);
    }
    cupro_tally_close(tally);
    free(bytes.at);
}
END_TEST

START_TEST(callbacks_that_fail)
{
    struct dice dice = dice_for(_i);
    struct known *known = known_new(&dice, 1000);
    cupro_tally *tally = some_tally(known, 1000, false);
    struct bytes full = {.error = 17}, bytes;
    ck_assert_int_eq(cupro_tally_save(tally, write_bytes, &full), 17);
    save(tally, &bytes);
    bytes.n -= 1;
    bytes.error = 18;
    ck_assert_int_eq(load(tally, &bytes, 0), 18);
    check_tally(tally, known, 1000);
    free(bytes.at);
    cupro_tally_close(tally);
    free(known);
}
END_TEST

/* -- Without a tally --------------------------------------------------------------------------- */

struct walk {
    const struct known *known; /* by key; some have a count of 0 */
    size_t n, at;
};

static int next_known(cupro_tally_entry *entry, void *from)
{
    struct walk *walk = from;
    while (walk->known[walk->at].count == 0)
        walk->at++;
    const struct known *known = &walk->known[walk->at++];
    *entry = (cupro_tally_entry){slice_of(known), known->count};
    return 0;
}

/* Each as it should be, in order. */
static int visit_known(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    for (size_t i = 0; i < n; i++) {
        cupro_tally_entry next;
        next_known(&next, ctx);
        ck_assert_uint_eq(entries[i].count, next.count);
        ck_assert_uint_eq(entries[i].key.length, next.key.length);
        if (next.key.length > 0)
            ck_assert_mem_eq(entries[i].key.begin, next.key.begin, next.key.length);
    }
    return 0;
}

START_TEST(sorted_entries_are_saved_and_visited)
{
    struct dice dice = dice_for(_i);
    size_t n = key_counts[_i], distinct;
    uint64_t total;
    struct known *known = known_new(&dice, n);
    cupro_tally *tally = some_tally(known, n, false);
    struct bytes bytes, others = {0};
    struct walk walk = {.known = known, .n = n};
    qsort(known, n, sizeof *known, known_by_key);
    save(tally, &bytes);
    ck_assert_int_eq(cupro_tally_size(tally, &distinct, &total), 0);
    ck_assert_int_eq(
        cupro_tally_save_sorted(distinct, total, next_known, &walk, write_bytes, &others), 0);
    ck_assert_uint_eq(bytes.n, others.n);
    ck_assert_mem_eq(bytes.at, others.at, bytes.n);
    walk.at = 0;
    others.most = 1;
    ck_assert_int_eq(cupro_tally_load_each(read_bytes, &others, visit_known, &walk), 0);
    while (walk.at < n && known[walk.at].count == 0)
        walk.at++;
    ck_assert_uint_eq(walk.at, n);
    free(bytes.at);
    free(others.at);
    cupro_tally_close(tally);
    free(known);
}
END_TEST

static int save_cells(const char *keys, const uint64_t *counts, size_t n, uint64_t total)
{
    struct known known[4] = {{.count = 0}};
    for (size_t i = 0; i < n; i++) {
        known[i].bytes[0] = keys[i];
        known[i].length = 1;
        known[i].count = counts[i];
    }
    struct bytes bytes = {0};
    struct walk walk = {.known = known, .n = n};
    int error = cupro_tally_save_sorted(n, total, next_known, &walk, write_bytes, &bytes);
    free(bytes.at);
    return error;
}

static int next_of_none(cupro_tally_entry *entry, void *from)
{
    (void)from;
    *entry = (cupro_tally_entry){{"a", 1}, 0};
    return 0;
}

static int next_fails(cupro_tally_entry *entry, void *from)
{
    (void)entry;
    (void)from;
    return 19;
}

START_TEST(what_is_not_sorted_is_refused)
{
    struct bytes bytes = {0};
    ck_assert_int_eq(save_cells("abc", (uint64_t[]){1, 2, 3}, 3, 6), 0);
    ck_assert_int_eq(save_cells("acb", (uint64_t[]){1, 2, 3}, 3, 6), CUPRO_EINVAL);
    ck_assert_int_eq(save_cells("abb", (uint64_t[]){1, 2, 3}, 3, 6), CUPRO_EINVAL);
    ck_assert_int_eq(save_cells("abc", (uint64_t[]){1, 2, 3}, 3, 7), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_tally_save_sorted(1, 0, next_of_none, NULL, write_bytes, &bytes),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_tally_save_sorted(1, 0, next_fails, NULL, write_bytes, &bytes), 19);
    free(bytes.at);
}
END_TEST

int main(void)
{
    dice_announce();
    int failed = RUN_TESTS("tally, saved", (int)COUNT_OF(key_counts), what_was_saved_is_read_back,
                           sorted_entries_are_saved_and_visited);
    failed |= RUN_TESTS("tally, by hand", 18, nonsense_with_a_right_check);
    return failed | RUN_TESTS("tally, damaged", 1, damaged_bytes_are_refused, callbacks_that_fail,
                              what_is_not_sorted_is_refused);
}
