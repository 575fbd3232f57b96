/* SPDX-License-Identifier: MIT */
/* CPU lists: what is read, and what is not. */
#include "run_tests.h"

#include "runtime/machine/cpulist.h"

#include <cupro/error.h>
#include <stdio.h>
#include <string.h>

/* Read, and write it down again in full: "0,1,2". */
static char *spelled_out(const char *text)
{
    int *cpus = NULL;
    size_t count = 0;
    int error = cupro__cpulist_parse(text, &cpus, &count);
    ck_assert_msg(error == 0, "\"%s\": %s", text, cupro_errname(error));
    char *full = calloc(count, 8);
    for (size_t i = 0, at = 0; i < count; i++)
        at += (size_t)sprintf(full + at, i == 0 ? "%d" : ",%d", cpus[i]);
    free(cpus);
    return full;
}

static void reads(const char *text, const char *expected)
{
    char *full = spelled_out(text);
    ck_assert_msg(strcmp(full, expected) == 0, "\"%s\" was read as %s", text, full);
    free(full);
}

static void refuses_with(const char *text, int expected)
{
    static int untouched;
    int *cpus = &untouched;
    size_t count = 12345;
    int error = cupro__cpulist_parse(text, &cpus, &count);
    ck_assert_msg(error == expected, "\"%s\": %s", text != NULL ? text : "NULL",
                  cupro_errname(error));
    ck_assert_ptr_eq(cpus, &untouched);
    ck_assert_uint_eq(count, 12345);
}

static void refuses(const char *text)
{
    refuses_with(text, CUPRO_EINVAL);
}

START_TEST(test_lists_are_read_as_the_kernel_writes_them)
{
    reads("0", "0");
    reads("0-3,8,10-14:2", "0,1,2,3,8,10,12,14");
    reads("10-15:2", "10,12,14");
    reads("10-14:100", "10");
    reads("7-7", "7");
    reads("7-7:3", "7");
    reads("3,1,2", "3,1,2");
    reads("1,1-2,1", "1,1,2,1");
    reads("  0-1 ,\t5  ", "0,1,5");
    reads("007", "7");
    reads("65535", "65535");
    reads("65530-65535:5", "65530,65535");
    reads("0-1:65536", "0");
    reads("0-3:18446744073709551616", "0");
}
END_TEST

START_TEST(test_everything_else_is_refused)
{
    static const char *const bad[] = {"",
                                      " ",
                                      ",",
                                      "0,",
                                      ",0",
                                      "0,,1",
                                      "a",
                                      "0a",
                                      "0x1",
                                      "-1",
                                      "1-",
                                      "-",
                                      "3-1",
                                      "1-2-3",
                                      "1 2",
                                      "1 -2",
                                      "1- 2",
                                      "1-4 :2",
                                      "1-4: 2",
                                      "1-4:",
                                      "1-4:0",
                                      "1-4:a",
                                      "1-4:-1",
                                      "5:2",
                                      "1-4:2:2",
                                      "+1",
                                      "1.5",
                                      "0;1",
                                      "0\n",
                                      "65536,",
                                      "65537-65536x",
                                      "99999-0",
                                      "99999999999999999999999999-1",
                                      "1-99999:0",
                                      "all"};
    refuses(NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(bad[i]);
}
END_TEST

/* As for any other that the machine does not have. */
START_TEST(test_cpus_beyond_the_last_are_not_ours)
{
    static const char *const beyond[] = {"65536",
                                         "0-65536",
                                         "99999",
                                         "0,99999,1",
                                         "99999-100000:7",
                                         "0-99999:99999",
                                         "4294967296",
                                         "4294967297",
                                         "18446744073709551616",
                                         "99999999999999999999999999"};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        refuses_with(beyond[i], CUPRO_EBIND);
}
END_TEST

START_TEST(test_no_more_than_65536_entries)
{
    int *cpus;
    size_t count;
    ck_assert_int_eq(cupro__cpulist_parse("0-65535", &cpus, &count), 0);
    ck_assert_uint_eq(count, 65536);
    for (int i = 0; i < 65536; i++)
        if (cpus[i] != i)
            ck_abort_msg("entry %d is %d", i, cpus[i]);
    free(cpus);
    ck_assert_int_eq(cupro__cpulist_parse("5,0-65534", &cpus, &count), 0);
    ck_assert_uint_eq(count, 65536);
    free(cpus);
    refuses("0-65535,0");
    refuses("0,0-65535");
    refuses("0-65535,0-65535,0-65535");
}
END_TEST

/* The kernel's own lists are read as what they say. */
START_TEST(test_online_cpus_are_read)
{
    char line[4096] = "0";
    FILE *file = fopen("/sys/devices/system/cpu/online", "r");
    if (file != NULL) {
        if (fgets(line, sizeof line, file) != NULL)
            line[strcspn(line, "\n")] = '\0';
        fclose(file);
    }
    char *full = spelled_out(line);
    ck_assert_int_eq(full[0], line[0]);
    free(full);
}
END_TEST

int main(void)
{
    return RUN_TESTS("cpulist", 1, test_lists_are_read_as_the_kernel_writes_them,
                     test_everything_else_is_refused, test_cpus_beyond_the_last_are_not_ours,
                     test_no_more_than_65536_entries, test_online_cpus_are_read);
}
