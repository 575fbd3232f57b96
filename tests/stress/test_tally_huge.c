/* SPDX-License-Identifier: MIT */
/* A key of a gigabyte, beside one that differs in its last byte only. */
#include "run_tests.h"

#include <cupro.h>
#include <string.h>

static int add_bytes(const void *bytes, size_t length, void *arg)
{
    (void)bytes;
    *(size_t *)arg += length;
    return 0;
}

START_TEST(a_key_of_a_gigabyte)
{
    const size_t length = (size_t)1 << 30;
    char *bytes = malloc(length);
    cupro_tally *tally;
    cupro_tally_entry best[2];
    size_t found, written = 0;
    uint64_t count;
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 'k', length);
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    for (uint64_t i = 1; i <= 2; i++) {
        ck_assert_int_eq(cupro_tally_add(tally, bytes, length, i), 0);
        ck_assert_int_eq(cupro_tally_add(tally, "short", 5, 1), 0);
        bytes[length - 1] = 'l';
    }
    ck_assert_int_eq(cupro_tally_get(tally, bytes, length, &count), 0);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(cupro_tally_top(tally, 2, best, &found), 0);
    ck_assert(found == 2 && best[0].key.length == length && best[1].count == 2);
    ck_assert_int_eq(cupro_tally_save(tally, add_bytes, &written), 0);
    ck_assert_uint_gt(written, 2 * length);
    cupro_tally_close(tally);
    free(bytes);
}
END_TEST

int main(void)
{
    return RUN_TESTS("tally, huge", 1, a_key_of_a_gigabyte);
}
