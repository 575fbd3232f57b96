/* SPDX-License-Identifier: MIT */
/* Reading stop words (see stop_words.h). */
#include "count/words/refine/refiner.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line, with its newline if it has one. Refining wants room behind a key. */
static int add_line(cupro_tally *words, const char *line, size_t length,
                    const struct refiner *refiner, struct refiner_room *room, struct buffer *copy)
{
    size_t count = 1;
    length -= length > 0 && line[length - 1] == '\n';
    int error = buffer_reserve(copy, length);
    if (error)
        return error;
    memcpy(copy->bytes, line, length);
    cupro_slice key = {(const char *)copy->bytes, length};
    error = refine(refiner, room, &key, &count);
    return error ? error : cupro_tally_add_slices(words, &key, count);
}

static int add_lines(cupro_tally *words, FILE *file, const char *path,
                     const struct refiner *refiner)
{
    struct refiner_room room = {0};
    struct buffer copy = {0};
    char *line = NULL;
    size_t line_room = 0;
    int error = 0;
    while (!error) {
        errno = 0;
        const ssize_t length = getdelim(&line, &line_room, '\n', file);
        if (length >= 0) {
            error = add_line(words, line, (size_t)length, refiner, &room, &copy);
            continue;
        }
        if (errno == ENOMEM)
            error = CUPRO_ENOMEM;
        else if (ferror(file))
            fail("%s: read error: %s", path, strerror(errno));
        break;
    }
    free(line);
    buffer_free(&copy);
    refiner_room_free(&room);
    return error;
}

int stop_words_read(cupro_tally **words, const char *path, const struct refiner *refiner)
{
    FILE *file = fopen(path, "re");
    if (!file)
        fail("cannot open '%s' for reading: %s", path, strerror(errno));
    int error = cupro_tally_open(words);
    if (!error)
        error = add_lines(*words, file, path, refiner);
    if (!error)
        error = cupro_tally_merge(*words);
    fclose(file);
    return error;
}
