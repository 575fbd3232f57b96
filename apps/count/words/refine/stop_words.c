/* SPDX-License-Identifier: MIT */
/* Stop words (see stop_words.h). */
#include "count/words/refine/stop_words.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *stop_words_load(const char *path, size_t *length)
{
    FILE *file = fopen(path, "re");
    if (!file)
        fail("cannot open '%s' for reading: %s", path, strerror(errno));
    struct buffer text = {0};
    size_t got;
    *length = 0;
    do {
        if (buffer_reserve(&text, *length + 4096))
            fail_code(CUPRO_ENOMEM);
        got = fread(text.bytes + *length, 1, text.room - *length, file);
        *length += got;
    } while (got > 0);
    if (ferror(file))
        fail("%s: read error: %s", path, strerror(errno));
    fclose(file);
    return (char *)text.bytes;
}

/* Refining wants room behind a key. */
static int add(cupro_tally *words, const char *line, size_t length, const struct refiner *refiner,
               struct refiner_room *room, struct buffer *copy)
{
    size_t count = 1;
    int error = buffer_reserve(copy, length);
    if (error)
        return error;
    if (length > 0)
        memcpy(copy->bytes, line, length);
    cupro_slice key = {(const char *)copy->bytes, length};
    error = refine(refiner, room, &key, &count);
    return error ? error : cupro_tally_add_slices(words, &key, count);
}

static int add_lines(cupro_tally *words, const char *text, size_t length,
                     const struct refiner *refiner)
{
    const char *const end = text + length;
    struct refiner_room room = {0};
    struct buffer copy = {0};
    int error = 0;
    while (text < end && !error) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        error = add(words, text, (size_t)(stop - text), refiner, &room, &copy);
        text = stop + (stop < end);
    }
    buffer_free(&copy);
    refiner_room_free(&room);
    return error ? error : cupro_tally_merge(words);
}

int stop_words_open(struct refiner *refiner, const struct word_wish *wish)
{
    if (!wish->stop_words)
        return 0;
    struct refiner plain = *refiner;
    plain.fold = wish->fold;
    plain.chooses = false;
    int error = cupro_tally_open(&refiner->stop);
    if (!error)
        error = add_lines(refiner->stop, wish->stop_words, wish->stop_words_length, &plain);
    refiner->chooses = true;
    refiner->idle = false;
    return error;
}
