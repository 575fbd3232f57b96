/* SPDX-License-Identifier: MIT */
/* How keys are written on the command line: -k F[.C][OPTS][,F[.C][OPTS]] and +F[.C][OPTS]
 * [-F[.C][OPTS]] (see key.h). */
#include "sort/keys/key.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int key_list_add(struct key_list *list, const struct sort_key *key)
{
    struct sort_key *grown = reallocarray(list->key, list->count + 1, sizeof *grown);
    if (!grown)
        return CUPRO_ENOMEM;
    list->key = grown;
    list->key[list->count++] = *key;
    return 0;
}

bool ordering_is_default(const struct ordering *by)
{
    return !(by->skip_start || by->skip_end || by->dictionary || by->printing || by->fold ||
             by->numeric || by->general || by->human || by->month || by->version || by->random);
}

bool ordering_set(struct ordering *by, char letter, bool at_start, bool at_end)
{
    switch (letter) {
    case 'b':
        by->skip_start |= at_start;
        by->skip_end |= at_end;
        return true;
    case 'd':
        by->dictionary = true;
        by->printing = false;
        return true;
    case 'i':
        by->printing = !by->dictionary;
        return true;
    case 'f':
        return by->fold = true;
    case 'g':
        return by->general = true;
    case 'h':
        return by->human = true;
    case 'M':
        return by->month = true;
    case 'n':
        return by->numeric = true;
    case 'R':
        return by->random = true;
    case 'r':
        return by->reverse = true;
    case 'V':
        return by->version = true;
    }
    return false;
}

void ordering_letters(const struct ordering *by, char *letters)
{
    const struct {
        char letter;
        bool set;
    } all[] = {
        {'b', by->skip_start || by->skip_end},
        {'d', by->dictionary},
        {'f', by->fold},
        {'g', by->general},
        {'h', by->human},
        {'i', by->printing},
        {'M', by->month},
        {'n', by->numeric},
        {'R', by->random},
        {'r', by->reverse},
        {'V', by->version},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].set)
            *letters++ = all[i].letter;
    }
    *letters = '\0';
}

void ordering_check(const struct ordering *by)
{
    const bool as_text = by->version || by->random || by->dictionary || by->printing;
    if (by->numeric + by->general + by->human + by->month + as_text <= 1)
        return;
    char letters[12];
    struct ordering kinds = *by;
    kinds.skip_start = kinds.skip_end = kinds.reverse = false;
    ordering_letters(&kinds, letters);
    fail("options '-%s' are incompatible", letters);
}

static const char *set_letters(struct sort_key *key, const char *text, bool start)
{
    while (*text && ordering_set(&key->by, *text, start, !start))
        text++;
    return text;
}

static _Noreturn void bad_spec(const char *spec, const char *what)
{
    fail("%s: invalid field specification %s", what, quote_text(spec));
}

/* Read a count; one that is too large becomes the largest. Without a number fail with the message,
 * or return NULL if that is NULL. */
static const char *read_count(const char *text, size_t *count, const char *message)
{
    const char *at = text;
    while (isspace((unsigned char)*at))
        at++;
    char *end = NULL;
    uintmax_t number = 0;
    if (*at != '-')
        number = strtoumax(text, &end, 10);
    if (end && end != text) {
        *count = number < SIZE_MAX ? (size_t)number : SIZE_MAX;
        return end;
    }
    if (message)
        fail("%s: invalid count at start of %s", message, quote_text(text));
    return NULL;
}

void key_parse(struct sort_key *key, const char *text)
{
    *key = (struct sort_key){.last_field = KEY_TO_LINE_END};
    const char *at = read_count(text, &key->first_field, "invalid number at field start");
    if (key->first_field-- == 0)
        bad_spec(text, "field number is zero");
    if (*at == '.') {
        at = read_count(at + 1, &key->first_byte, "invalid number after '.'");
        if (key->first_byte-- == 0)
            bad_spec(text, "character offset is zero");
    }
    at = set_letters(key, at, true);
    if (*at == ',') {
        at = read_count(at + 1, &key->last_field, "invalid number after ','");
        if (key->last_field-- == 0)
            bad_spec(text, "field number is zero");
        if (*at == '.')
            at = read_count(at + 1, &key->last_byte, "invalid number after '.'");
        at = set_letters(key, at, false);
    }
    if (*at)
        bad_spec(text, "stray character in field spec");
}

bool key_parse_obsolete(struct sort_key *key, const char *plus, const char *minus)
{
    *key = (struct sort_key){.last_field = KEY_TO_LINE_END, .obsolete = true};
    const char *at = read_count(plus + 1, &key->first_field, NULL);
    if (at && *at == '.')
        at = read_count(at + 1, &key->first_byte, NULL);
    if (!at || *set_letters(key, at, true))
        return false;
    if (!minus)
        return true;
    at = read_count(minus + 1, &key->last_field, "invalid number after '-'");
    if (*at == '.')
        at = read_count(at + 1, &key->last_byte, "invalid number after '.'");
    /* +A.x -B is -k A+1.x+1,B; but +A.x -B.y is -k A+1.x+1,B+1.y. */
    if (key->last_byte == 0 && key->last_field > 0)
        key->last_field--;
    if (*set_letters(key, at, false))
        bad_spec(minus, "stray character in field spec");
    return true;
}
