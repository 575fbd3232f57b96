/* SPDX-License-Identifier: MIT */
/* A tally's table, filled by hand: hashes are chosen, so that its large index grows and shrinks
 * with keys far from their homes at its beginning, in its middle, and around its end. */
#include "each.h"
#include "run_tests.h"

#include "group/tally/table/tally_table.h"

enum { SPREAD = 800000, BUNCH = 100, MANY = 2500 };

static struct cupro__tally_slot slot_of(uint64_t hash, uint64_t number, uint64_t count)
{
    return (struct cupro__tally_slot){
        .key.half = {number}, .tag = cupro__tally_tag(hash, 8), .count = count};
}

/* Multiples of the golden section, but for those of a few bunches of `many`, which have one hash
 * each: the least, the largest, and some between. */
static struct cupro__tally_slot key_of(uint64_t i, size_t many)
{
    static const uint64_t bunches[] = {0, UINT64_MAX, UINT64_C(1) << 63, UINT64_C(1) << 40};
    const size_t bunch = many > 0 ? i / many : 4;
    const uint64_t hash = bunch < 4 ? bunches[bunch] : i * UINT64_C(0x9e3779b97f4a7c15);
    return slot_of(hash, i, 1 + i % 6);
}

static void add(struct cupro__tally_table *table, const struct cupro__tally_slot *key)
{
    ASSERT_EACH_EQ(cupro__table_reserve(table, 1), 0);
    uint64_t *entry = cupro__table_entry(table, key);
    ASSERT_EACH_EQ(*entry, 0);
    cupro__table_put(table, entry, key);
}

static void check(const struct cupro__tally_table *table, size_t n, size_t many, uint64_t least)
{
    size_t taken = 0, wrong = 0, kept = 0;
    for (size_t i = 0; i < table->size; i++)
        taken += table->index[i] != 0;
    for (size_t i = 0; i < n; i++) {
        const struct cupro__tally_slot key = key_of(i, many),
                                       *slot = cupro__table_find(table, &key);
        const bool there = key.count >= least;
        kept += there;
        wrong += there ? slot->count != key.count || slot->key.half[0] != i : slot->count != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(taken, table->used);
    ck_assert(least > 1 || table->used == n);
    ck_assert_uint_ge(table->used, kept);
}

/* Bunches of some keys, of none, and of more than are put aside. */
static const size_t bunches[] = {BUNCH, 0, MANY};

/* Counts that stay: of a third of the keys, which are a large table, and of a sixth, whose slots
 * would be small if they had not been large before. */
static const uint64_t leasts[] = {5, 6};

START_TEST(grows_and_shrinks)
{
    struct cupro__tally_table table = {0};
    const size_t many = bunches[_i % 3];
    const uint64_t least = leasts[_i / 3];
    for (size_t i = 0; i < SPREAD; i++) {
        const struct cupro__tally_slot key = key_of(i, many);
        add(&table, &key);
    }
    check(&table, SPREAD, many, 1);
    for (size_t i = 1; i <= table.used; i++) /* those with few counts are forgotten */
        table.slots[i].count = table.slots[i].count >= least ? table.slots[i].count : 0;
    const size_t before = cupro__table_bytes(&table);
    cupro__table_shrink(&table);
    check(&table, SPREAD, many, least);
    if (many < MANY) {
        ck_assert_uint_lt(cupro__table_bytes(&table), before / 2);
        ck_assert_uint_lt(table.used, SPREAD * (7 - least) / 6 + 2);
    }
    for (size_t i = 0; i < SPREAD; i++) {
        const struct cupro__tally_slot key = key_of(i, many);
        struct cupro__tally_slot *slot = cupro__table_find(&table, &key);
        if (slot->tag == 0)
            add(&table, &key);
        else
            slot->count = key.count;
    }
    check(&table, SPREAD, many, 1);
    cupro__table_close(&table);
}
END_TEST

/* What is large grows where it stands: fresh memory would have to be cleared. */
START_TEST(grows_where_it_stands)
{
    struct cupro__tally_table table = {0};
    const uint64_t *index = NULL;
    const struct cupro__tally_slot *slots = NULL;
    for (size_t i = 0; i < SPREAD; i++) {
        const struct cupro__tally_slot key = key_of(i, BUNCH);
        add(&table, &key);
        if (i == SPREAD / 2) {
            index = table.index;
            slots = table.slots;
        }
    }
    ck_assert_ptr_eq(table.index, index);
    ck_assert_ptr_eq(table.slots, slots);
    ck_assert_uint_lt(cupro__table_bytes(&table), (size_t)SPREAD * 56);
    cupro__table_close(&table);
}
END_TEST

int main(void)
{
    int failed = RUN_TESTS("tally, index", 6, grows_and_shrinks);
    return failed | RUN_TESTS("tally, index, once", 1, grows_where_it_stands);
}
