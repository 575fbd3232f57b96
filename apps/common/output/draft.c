/* SPDX-License-Identifier: MIT */
/* Output in memory (see draft.h). */
#include "common/output/draft.h"

#define MAX_DIGITS 20 /* of UINT64_MAX */
#define DECIMALS   6
#define DECIMAL    UINT64_C(1000000)

bool draft_make_room(struct draft *draft, size_t bytes)
{
    if (bytes > SIZE_MAX - draft->used || draft->failed ||
        buffer_reserve(&draft->buffer, draft->used + bytes))
        draft->failed = true;
    return !draft->failed;
}

/* The digits of a number, `least` of them at least and all before `end`; returns the first. */
static char *put_digits(char *end, uint64_t number, int least)
{
    char *at = end;
    for (; number > 0 || at > end - least; number /= 10)
        *--at = (char)('0' + number % 10);
    return at;
}

void draft_number(struct draft *draft, uint64_t number, int width)
{
    char digits[MAX_DIGITS], *const end = digits + sizeof digits;
    char *at = put_digits(end, number, 1);
    while (at > end - width)
        *--at = ' ';
    draft_bytes(draft, at, (size_t)(end - at));
}

void draft_decimal(struct draft *draft, double number)
{
    char digits[MAX_DIGITS + 1 + DECIMALS], *const end = digits + sizeof digits;
    const uint64_t parts = (uint64_t)(number * (double)DECIMAL + 0.5);
    char *at = put_digits(end, parts % DECIMAL, DECIMALS);
    *--at = '.';
    at = put_digits(at, parts / DECIMAL, 1);
    draft_bytes(draft, at, (size_t)(end - at));
}

void draft_free(struct draft *draft)
{
    buffer_free(&draft->buffer);
    *draft = (struct draft){0};
}
