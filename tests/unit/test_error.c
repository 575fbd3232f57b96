/* SPDX-License-Identifier: MIT */
/* Error codes have names and texts, all different. */
#include "run_tests.h"

#include <cupro/error.h>
#include <string.h>

START_TEST(each_code_has_a_name_and_a_text)
{
#define CHECK_CODE(name, value, text)                       \
    ck_assert_int_lt(CUPRO_##name, 0);                      \
    ck_assert_str_eq(cupro_errname(value), "CUPRO_" #name); \
    ck_assert_str_eq(cupro_strerror(value), text);
    CUPRO_ERRORS(CHECK_CODE)
#undef CHECK_CODE
}
END_TEST

START_TEST(other_numbers_are_told_apart)
{
    ck_assert_str_eq(cupro_errname(0), "0");
    ck_assert_str_eq(cupro_errname(17), "user");
    ck_assert_str_eq(cupro_errname(-1000), "unknown");
    ck_assert_str_eq(cupro_strerror(0), "success");
    ck_assert_ptr_nonnull(strstr(cupro_strerror(17), "caller"));
    ck_assert_ptr_nonnull(strstr(cupro_strerror(-1000), "unknown"));
}
END_TEST

int main(void)
{
    return RUN_TESTS("error", 1, each_code_has_a_name_and_a_text, other_numbers_are_told_apart);
}
