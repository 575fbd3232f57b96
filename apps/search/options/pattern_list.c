/* SPDX-License-Identifier: MIT */
/* Patterns from the command line and from files (see pattern_list.h). */
#include "search/options/pattern_list.h"

#include "common/diagnostics.h"

#include <cupro/error.h>
#include <cupro/group.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ_BYTES ((size_t)64 << 10)

static void add_pattern(struct pattern_list *list, struct pattern pattern)
{
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 16;
        list->item = reallocarray(list->item, list->room, sizeof *list->item);
        if (!list->item)
            fail_code(CUPRO_ENOMEM);
    }
    list->item[list->count++] = pattern;
}

/* Take the text, and add its lines; what stands behind the last newline is one too. */
static void add_lines(struct pattern_list *list, char *text, size_t length, const char *file)
{
    list->text = reallocarray(list->text, list->texts + 1, sizeof *list->text);
    if (!text || !list->text)
        fail_code(CUPRO_ENOMEM);
    list->text[list->texts++] = text;
    size_t number = 1;
    for (const char *line = text, *end = text + length; line <= end; number++) {
        const char *found = memchr(line, '\n', (size_t)(end - line));
        const char *stop = found ? found : end;
        add_pattern(list, (struct pattern){line, (size_t)(stop - line), file, file ? number : 0});
        line = stop + 1;
    }
}

void pattern_list_add(struct pattern_list *list, const char *argument)
{
    add_lines(list, strdup(argument), strlen(argument), NULL);
}

void pattern_list_add_file(struct pattern_list *list, const char *path)
{
    const bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "re");
    char *text = NULL;
    size_t length = 0, got = 1;
    if (!file)
        fail("%s: %s", path, strerror(errno));
    for (size_t room = READ_BYTES; got > 0; room *= 2) {
        text = realloc(text, room);
        if (!text)
            fail_code(CUPRO_ENOMEM);
        while (length < room && (got = fread(text + length, 1, room - length, file)) > 0)
            length += got;
    }
    if (ferror(file))
        fail("%s: %s", path, strerror(errno));
    if (!standard)
        fclose(file);
    if (length == 0)
        free(text);
    else
        add_lines(list, text, length - (text[length - 1] == '\n'), path);
}

CUPRO_KEY(text_of, struct pattern, p, ((cupro_slice){p.text, p.length}));

void pattern_list_distinct(struct pattern_list *list)
{
    size_t *first, count;
    const int error =
        cupro_distinct(list->item, list->count, &text_of, &first, &count, .threads = 1);
    if (error)
        fail_code(error);
    for (size_t i = 0; i < count; i++) /* the indexes rise */
        list->item[i] = list->item[first[i]];
    list->count = count;
    free(first);
}

void pattern_list_free(struct pattern_list *list)
{
    for (size_t i = 0; i < list->texts; i++)
        free(list->text[i]);
    free(list->text);
    free(list->item);
}
