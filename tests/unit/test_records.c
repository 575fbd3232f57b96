/* SPDX-License-Identifier: MIT */
/* Texts cut at separators: every record in one range, whatever the text looks like. */
#include "dice.h"
#include "places.h"
#include "ranges.h"
#include "run_tests.h"

#include <cupro/loop.h>
#include <string.h>

#define LENGTH 20000

struct text {
    const char *name;
    void (*write)(struct dice *dice, char *text, size_t length, int separator);
};

static void random_bytes(struct dice *dice, char *text, size_t length, int separator)
{
    (void)separator;
    for (size_t i = 0; i < length; i++)
        text[i] = (char)dice_below(dice, 256);
}

/* Not a single separator. */
static void one_record(struct dice *dice, char *text, size_t length, int separator)
{
    (void)dice;
    memset(text, separator == 'x' ? 'y' : 'x', length);
}

static void only_separators(struct dice *dice, char *text, size_t length, int separator)
{
    (void)dice;
    memset(text, separator, length);
}

/* Records of up to 200 bytes, so that many are longer than a small grain; the last one lacks its
 * separator more often than not. */
static void lines(struct dice *dice, char *text, size_t length, int separator)
{
    one_record(dice, text, length, separator);
    for (size_t i = dice_below(dice, 200); i < length; i += 1 + dice_below(dice, 200))
        text[i] = (char)separator;
}

/* A separator before, at or after each border of stretches of 64. */
static void at_borders(struct dice *dice, char *text, size_t length, int separator)
{
    one_record(dice, text, length, separator);
    for (size_t i = 63; i + 1 < length; i += 64)
        text[i - 1 + dice_below(dice, 3)] = (char)separator;
}

static void one_separator(struct dice *dice, char *text, size_t length, int separator)
{
    one_record(dice, text, length, separator);
    if (length > 0)
        text[dice_below(dice, length)] = (char)separator;
}

static const struct text texts[] = {
    {"random bytes", random_bytes},        {"one record", one_record},
    {"only separators", only_separators},  {"lines", lines},
    {"separators at borders", at_borders}, {"one separator", one_separator}};

/* The length of the longest record. */
static size_t longest(const char *text, size_t length, int separator)
{
    size_t longest = 0, begin = 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] == (char)separator || i + 1 == length) {
            longest = i + 1 - begin > longest ? i + 1 - begin : longest;
            begin = i + 1;
        }
    return longest;
}

/* The first range that does not end where a record ends, as its end; or 0. */
static size_t cut_record(const struct ranges *ranges, const char *text, int separator)
{
    for (size_t lo = 0; lo < ranges->n; lo = ranges_end(ranges, lo))
        if (ranges_end(ranges, lo) < ranges->n &&
            text[ranges_end(ranges, lo) - 1] != (char)separator)
            return ranges_end(ranges, lo);
    return 0;
}

/* With a grain there is a border at the first record that begins at each multiple of it or later,
 * and none elsewhere. The first range that is otherwise, as its end; or 0. */
static size_t wrong_border(const struct ranges *ranges, const char *text, int separator,
                           size_t grain)
{
    for (size_t lo = 0; lo < ranges->n; lo = ranges_end(ranges, lo)) {
        size_t look = lo + grain - lo % grain;
        while (look < ranges->n && text[look - 1] != (char)separator)
            look++;
        if (ranges_end(ranges, lo) != (look < ranges->n ? look : ranges->n))
            return ranges_end(ranges, lo);
    }
    return 0;
}

static void check_records(const struct place *place, const char *name, const char *text,
                          size_t length, int separator, size_t grain, size_t max_grain)
{
    char about[120];
    snprintf(about, sizeof about, "%s, %zu bytes, separator %d, grain %zu, max_grain %zu", name,
             length, separator, grain, max_grain);
    size_t record = longest(text, length, separator);
    size_t most = grain > 0 ? grain : max_grain;
    struct ranges ranges = ranges_new(length);
    ranges.about = about;
    ck_assert_int_eq(cupro_records(text, length, separator, ranges_note, &ranges, AT(*place),
                                   .grain = grain, .max_grain = max_grain),
                     0);
    ranges_check(&ranges, 1, most > 0 ? most + record : SIZE_MAX);
    size_t cut = cut_record(&ranges, text, separator);
    size_t wrong = grain > 0 ? wrong_border(&ranges, text, separator, grain) : 0;
    ck_assert_msg(cut == 0 && wrong == 0, "%s: a range ends at %zu", about, cut + wrong);
    ranges_free(&ranges);
}

START_TEST(every_record_lies_in_one_range)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static const size_t grains[] = {0, 1, 2, 63, 64, 65, 1000, LENGTH, 3 * LENGTH};
    static const size_t lengths[] = {0, 1, 2, 3, 63, 64, 65, 127, 1000, LENGTH};
    static const int separators[] = {0, '\n', 'x', 255};
    char *text = malloc(LENGTH);
    for (size_t t = 0; t < COUNT_OF(texts); t++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++) {
            size_t grain = grains[dice_below(&dice, COUNT_OF(grains))];
            size_t max_grain = grain == 0 ? dice_below(&dice, 100) : 0;
            int separator = separators[dice_below(&dice, COUNT_OF(separators))];
            texts[t].write(&dice, text, lengths[l], separator);
            check_records(&place, texts[t].name, text, lengths[l], separator, grain, max_grain);
        }
    free(text);
    place_close(&place);
}
END_TEST

/* Long enough for several stretches of the default 256 KiB. */
START_TEST(a_long_text_is_cut_without_being_told_where)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t length = 3000017;
    char *text = malloc(length);
    lines(&dice, text, length, '\n');
    check_records(&place, "lines", text, length, '\n', 0, 0);
    check_records(&place, "lines", text, length, '\n', 4096, 0);
    check_records(&place, "lines", text, length, '\n', 0, 100000);
    one_record(&dice, text, length, '\n');
    check_records(&place, "one record", text, length, '\n', 0, 0);
    free(text);
    place_close(&place);
}
END_TEST

START_TEST(an_empty_text_has_no_records)
{
    struct ranges ranges = ranges_new(0);
    ck_assert_int_eq(cupro_records(NULL, 0, '\n', ranges_note, &ranges), 0);
    ck_assert_uint_eq(ranges.calls, 0);
    ranges_free(&ranges);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("records", PLACES, every_record_lies_in_one_range,
                     a_long_text_is_cut_without_being_told_where, an_empty_text_has_no_records);
}
