/* SPDX-License-Identifier: MIT */
/*
 * Surveys (see survey.h).
 *
 * How many groups there are is estimated as Chao (1984) does, from the number of keys that the
 * sample has once and twice: exact enough where groups have about the same size, and too few where
 * many are rare, which costs a table that grows. Keys that the sample has often are heavy, as in
 * semisort (Gu, Shun, Sun, Blelloch: A top-down parallel semisort, SPAA 2015): there a heavy key is
 * certain to be a large share of all, and the others are not.
 */
#include "group/keys/survey.h"

#include "sort/numbers/mixed.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { MOST = 8192, EACH = 256 /* elements a sample */, ONCE = 64 /* drawn at a time */ };
enum { LEAST = 8 /* times that a heavy key is in the sample */ };

/* -- The sample -------------------------------------------------------------------------------- */

static size_t place_of(size_t n, size_t samples, size_t i)
{
    size_t stretch = n / samples;
    return i * stretch + cupro__mixed(i) % stretch;
}

static inline __attribute__((always_inline)) int draw(const struct cupro__keyed *keyed,
                                                      struct cupro__group_table *table,
                                                      size_t samples, unsigned char *fields,
                                                      size_t words)
{
    uint64_t room[CUPRO__BYTES_WORDS];
    const uint64_t *key;
    for (size_t i = 0; i < samples; i++) {
        if (i % ONCE == 0)
            for (size_t k = i; k < i + ONCE && k < samples; k++)
                __builtin_prefetch(keyed->x + place_of(keyed->n, samples, k) * keyed->size);
        int error = cupro__keyed_draw(keyed, place_of(keyed->n, samples, i),
                                      fields + i * keyed->width, room, &key);
        if (error != 0)
            return error;
        size_t home = cupro__table_home(table, cupro__key_hash(keyed->hash, key, words), words);
        cupro__table_count(table, key, home, 1, i, words, false);
    }
    return 0;
}

static size_t estimate(const struct cupro__keyed *keyed, const struct cupro__group_table *table,
                       size_t samples)
{
    double once = 0, twice = 0;
    for (size_t at = 0; at < table->capacity; at++) {
        uint64_t times = table->slots[at * (keyed->words + 1) + keyed->words];
        once += times == 1;
        twice += times == 2;
    }
    if (samples == keyed->n)
        return table->count;
    double unseen = once * (once - 1) / (2 * (twice + 1));
    double groups = (double)table->count + unseen;
    return groups < (double)keyed->n ? (size_t)groups : keyed->n;
}

/* -- Small integers ------------------------------------------------------------------------------
 */

/* What the sample has not seen lies most likely just beside what it has. A window larger than the
 * array is not worth its cells. */
static struct cupro__window window_of(const struct cupro__group_table *table, size_t n)
{
    uint64_t least = UINT64_MAX, most = 0;
    for (const uint64_t *slot = table->slots; slot < table->slots + 2 * table->capacity; slot += 2)
        if (slot[1] != 0) {
            least = slot[0] < least ? slot[0] : least;
            most = slot[0] > most ? slot[0] : most;
        }
    if (most - least > CUPRO__MOST_DENSE)
        return (struct cupro__window){0};
    const uint64_t beside = (most - least) / 8 + 8;
    const uint64_t from = least - (least < beside ? least : beside);
    const uint64_t last = most + (UINT64_MAX - most < beside ? UINT64_MAX - most : beside);
    return last - from < n ? (struct cupro__window){from, (size_t)(last - from) + 1}
                           : (struct cupro__window){0};
}

/* -- Heavy keys -------------------------------------------------------------------------------- */

static void put_heavy(struct cupro__heavy *heavy, const struct cupro__hash_key *hash,
                      const uint64_t *key, size_t words)
{
    size_t place = cupro__heavy_home(heavy, cupro__key_hash(hash, key, words));
    while (heavy->number[place] != CUPRO__NOT_HEAVY) {
        heavy->number[place] |= CUPRO__GOES_ON;
        place = (place + 1) & heavy->mask;
    }
    cupro__key_copy(heavy->keys + place * words, key, words);
    heavy->number[place] = (uint16_t)heavy->count++;
}

/* A free place holds the first key, which is not looked for there. */
static int open_heavy(struct cupro__heavy *heavy, size_t count, const uint64_t *key, size_t words)
{
    size_t places = 16;
    while (places < 8 * count)
        places *= 2;
    heavy->mask = places - 1;
    heavy->keys = malloc(places * words * sizeof *heavy->keys);
    heavy->number = malloc(places * sizeof *heavy->number);
    if (heavy->keys == NULL || heavy->number == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < places; i++) {
        cupro__key_copy(heavy->keys + i * words, key, words);
        heavy->number[i] = CUPRO__NOT_HEAVY;
    }
    return 0;
}

static int find_heavy(struct cupro__heavy *heavy, const struct cupro__group_table *table,
                      size_t samples, size_t words)
{
    const size_t share = samples / CUPRO__MOST_HEAVY, least = share < LEAST ? LEAST : share;
    const uint64_t *slot = table->slots, *first = NULL;
    size_t count = 0;
    for (size_t at = 0; at < table->capacity; at++, slot += words + 1)
        if (slot[words] >= least) {
            first = slot;
            count++;
        }
    int error = count > 0 ? open_heavy(heavy, count, first, words) : 0;
    slot = table->slots;
    for (size_t at = 0; at < table->capacity && error == 0 && count > 0; at++, slot += words + 1)
        if (slot[words] >= least)
            put_heavy(heavy, table->hash, slot, words);
    return error;
}

/* -- The survey -------------------------------------------------------------------------------- */

int cupro__survey_open(struct cupro__survey *survey, const struct cupro__keyed *keyed)
{
    struct cupro__group_table table;
    size_t samples = keyed->n / EACH < MOST ? keyed->n / EACH : MOST;
    samples = samples < 1024 ? (keyed->n < 1024 ? keyed->n : 1024) : samples;
    *survey = (struct cupro__survey){0};
    if (samples == 0)
        return 0;
    survey->fields = malloc(samples * keyed->width + 1);
    if (survey->fields == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__group_table_open(&table, samples, 0, keyed->words);
    if (error != 0)
        return error;
    error = keyed->words == CUPRO__NUMBER_WORDS
                ? draw(keyed, &table, samples, survey->fields, CUPRO__NUMBER_WORDS)
                : draw(keyed, &table, samples, survey->fields, CUPRO__BYTES_WORDS);
    survey->groups = estimate(keyed, &table, samples);
    if (error == 0 && keyed->words == CUPRO__NUMBER_WORDS)
        survey->window = window_of(&table, keyed->n);
    if (error == 0)
        error = find_heavy(&survey->heavy, &table, samples, keyed->words);
    cupro__group_table_close(&table);
    return error;
}

void cupro__survey_close(struct cupro__survey *survey)
{
    free(survey->heavy.keys);
    free(survey->heavy.number);
    free(survey->fields);
}
