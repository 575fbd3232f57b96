/* SPDX-License-Identifier: MIT */
/* Numbers in options (see sort_size.h). */
#include "sort/options/sort_size.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"
#include "common/options/quantity.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum reading { READ_OK, READ_INVALID, READ_OVERFLOW };

/* Read a number as strtoumax does, but without a sign that is negative. *rest: what follows. */
static enum reading read_number(const char *text, const char **rest, uintmax_t *number)
{
    const char *at = text;
    char *end;
    while (isspace((unsigned char)*at))
        at++;
    if (*at == '-')
        return READ_INVALID;
    errno = 0;
    *number = strtoumax(text, &end, 10);
    *rest = end;
    return end == text ? READ_INVALID : (errno == ERANGE ? READ_OVERFLOW : READ_OK);
}

/* With plain quotes in every locale, and whatever the text is, as GNU's. */
static _Noreturn void fail_number(const char *option, const char *text, const char *rest,
                                  enum reading reading)
{
    if (reading == READ_OVERFLOW)
        fail("%s argument '%s' too large", option, text);
    if (rest && *rest)
        fail("invalid suffix in %s argument '%s'", option, text);
    fail("invalid %s argument '%s'", option, text);
}

/* 1024 to the power that the suffix stands for, as an exponent; -1: it stands for none. */
static int power_of(char suffix)
{
    switch (suffix) {
    case 'b':
        return 0;
    case 'k':
    case 'K':
        return 1;
    case 'm':
    case 'M':
        return 2;
    case 'g':
    case 'G':
        return 3;
    case 't':
    case 'T':
        return 4;
    case 'P':
        return 5;
    case 'E':
        return 6;
    case 'Z':
        return 7;
    case 'Y':
        return 8;
    }
    return -1;
}

static uint64_t percent_of_memory(uintmax_t number)
{
    const double total = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    const double bytes = total * (double)number / 100;
    return bytes < (double)UINT64_MAX ? (uint64_t)bytes : UINT64_MAX;
}

uint64_t sort_size_parse(const char *option, const char *text)
{
    const char *rest = NULL;
    uintmax_t number = 0;
    enum reading reading = read_number(text, &rest, &number);
    /* "K" is "1K". */
    if (reading == READ_INVALID && rest == text && *text != '\0' && *text != 'b' &&
        power_of(*text) >= 0) {
        number = 1;
        reading = READ_OK;
    }
    if (reading != READ_OK)
        fail_number(option, text, reading == READ_INVALID ? NULL : rest, reading);
    if (rest[0] != '\0' && rest[1] != '\0')
        fail_number(option, text, rest, READ_INVALID);
    if (*rest == '%')
        return percent_of_memory(number);
    const int power = *rest == '\0' ? 1 : power_of(*rest);
    if (power < 0)
        fail_number(option, text, rest, READ_INVALID);
    for (int i = 0; i < power; i++) {
        if (number > UINTMAX_MAX / 1024)
            fail_number(option, text, rest, READ_OVERFLOW);
        number *= 1024;
    }
    return number;
}

int sort_threads_parse(const char *option, const char *text)
{
    const char *rest = NULL;
    uintmax_t number = 0;
    const enum reading reading = read_number(text, &rest, &number);
    if (reading == READ_INVALID || *rest)
        fail_number(option, text, reading == READ_INVALID ? NULL : rest, READ_INVALID);
    if (number == 0)
        fail("number in parallel must be nonzero");
    return number < INT_MAX ? (int)number : INT_MAX;
}

uint64_t sort_most_fan_in(void)
{
    struct rlimit limit;
    const uint64_t files = getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 20;
    return files > 3 ? files - 3 : 0;
}

unsigned sort_fan_in_parse(const char *option, const char *text)
{
    const char *rest = NULL;
    uintmax_t number = 0;
    const uint64_t most = sort_most_fan_in();
    const enum reading reading = read_number(text, &rest, &number);
    if (reading == READ_INVALID || (reading == READ_OK && *rest))
        fail_number(option, text, reading == READ_INVALID ? NULL : rest, READ_INVALID);
    if (reading == READ_OVERFLOW || number > most) {
        complain("%s argument %s too large", option, quote_text(text));
        fail("maximum %s argument with current rlimit is %" PRIu64, option, most);
    }
    if (number < 2) {
        complain("invalid %s argument %s", option, quote_text(text));
        fail("minimum %s argument is %s", option, quote_text("2"));
    }
    return (unsigned)number;
}

uint64_t sort_lines_parse(const char *option, const char *text)
{
    uint64_t number;
    if (!quantity_parse(text, &number))
        fail("invalid %s argument %s", option, quote_text(text));
    return number;
}
