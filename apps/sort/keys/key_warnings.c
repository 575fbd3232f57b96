/* SPDX-License-Identifier: MIT */
/* What --debug warns of (see key_marks.h), in GNU sort's words. */
#include "sort/keys/key_marks.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static bool is_number(const struct ordering *by)
{
    return by->numeric || by->general || by->human;
}

static void warn_obsolete(const struct sort_key *key)
{
    char used[64], better[64];
    int at = snprintf(used, sizeof used, "+%zu", key->first_field);
    int to = snprintf(better, sizeof better, "-k %zu", key->first_field + 1);
    if (key->last_field != KEY_TO_LINE_END) {
        snprintf(used + at, sizeof used - (size_t)at, " -%zu", key->last_field + 1);
        snprintf(better + to, sizeof better - (size_t)to, ",%zu", key->last_field + 1);
    }
    char quoted[80];
    snprintf(quoted, sizeof quoted, "%s", quote_text(used));
    complain("obsolescent key %s used; consider %s instead", quoted, quote_text(better));
}

/* Are blanks at the beginning of a field a part of the key, although nobody may want them? */
static bool has_blanks(const struct sort_key *key)
{
    const bool first_field_only = key->last_field == 0 && key->last_byte != 0;
    const bool skipped = is_number(&key->by) || key->by.month;
    if (first_field_only)
        return false;
    return (!key->by.skip_start && (!skipped || key->first_byte > 0)) ||
           (!key->by.skip_end && key->last_byte > 0);
}

static bool spans_fields(const struct sort_key *key)
{
    return key->last_field == KEY_TO_LINE_END || key->first_field < key->last_field;
}

static void warn_key(const struct sort_options *options, size_t i)
{
    const struct sort_key *key = &options->keys.key[i];
    const bool empty = key->last_field != KEY_TO_LINE_END && key->last_field < key->first_field;
    if (key->obsolete)
        warn_obsolete(key);
    if (empty)
        complain("key %zu has zero width and will be ignored", i + 1);
    if (!empty && !options->global_key && options->separator == SEPARATOR_UNSET && has_blanks(key))
        complain("leading blanks are significant in key %zu; consider also specifying 'b'", i + 1);
    if (!options->global_key && is_number(&key->by) && spans_fields(key))
        complain("key %zu is numeric and spans multiple fields", i + 1);
}

/* Separators of fields that numbers may contain. */
static void warn_numbers(const struct sort_options *options, const struct rules *rules)
{
    bool numbers = false, basic_spans = false, general_spans = false, warned = false;
    for (size_t i = 0; i < options->keys.count; i++) {
        const struct sort_key *key = &options->keys.key[i];
        const bool number = is_number(&key->by);
        const bool span = number && !options->global_key && spans_fields(key);
        numbers |= number;
        basic_spans |= span && !key->by.general;
        general_spans |= span && key->by.general;
    }
    const char separator[2] = {(char)options->separator, '\0'};
    const char point[2] = {(char)rules->point, '\0'};
    if ((basic_spans || general_spans) && options->separator != SEPARATOR_UNSET) {
        const char *role = NULL;
        if (basic_spans && options->separator == rules->thousands) {
            complain("field separator %s is treated as a group separator in numbers",
                     quote_text(separator));
            warned = true;
        }
        if (options->separator == rules->point)
            role = "decimal point";
        else if (options->separator == '-')
            role = "minus sign";
        else if (general_spans && options->separator == '+')
            role = "plus sign";
        if (role)
            complain("field separator %s is treated as a %s in numbers", quote_text(separator),
                     role);
        warned |= options->separator == rules->point;
    }
    if (numbers && !warned)
        complain("%snumbers use %s as a decimal point in this locale",
                 options->separator == rules->point ? "" : "note ", quote_text(point));
}

/* What was said for all keys, and no key has taken. */
static void warn_ignored(const struct sort_options *options)
{
    struct ordering left = options->all;
    for (size_t i = 0; i < options->keys.count; i++) {
        const struct ordering *by = &options->keys.key[i].by;
        left.dictionary &= !by->dictionary;
        left.printing &= !by->printing;
        left.fold &= !by->fold;
        left.skip_start &= !by->skip_start;
        left.skip_end &= !by->skip_end;
        left.month &= !by->month;
        left.numeric &= !by->numeric;
        left.general &= !by->general;
        left.human &= !by->human;
        left.random &= !by->random;
        left.version &= !by->version;
        left.reverse &= !by->reverse;
    }
    const bool last_resort = !options->stable && !options->unique;
    const bool reverse = left.reverse && options->keys.count > 0;
    left.reverse = reverse && !last_resort;
    if (!ordering_is_default(&left) || left.reverse) {
        char letters[12];
        ordering_letters(&left, letters);
        complain(letters[1] ? "options '-%s' are ignored" : "option '-%s' is ignored", letters);
    }
    if (reverse && last_resort)
        complain("option '-r' only applies to last-resort comparison");
}

void key_warnings(const struct sort_options *options)
{
    struct rules rules;
    if (rules_read(&rules))
        fail_code(CUPRO_ENOMEM);
    if (rules.hard)
        complain("text ordering performed using %s sorting rules",
                 quote_text(setlocale(LC_COLLATE, NULL)));
    else
        complain("text ordering performed using simple byte comparison");
    for (size_t i = 0; i < options->keys.count; i++)
        warn_key(options, i);
    warn_numbers(options, &rules);
    warn_ignored(options);
    rules_free(&rules);
}
