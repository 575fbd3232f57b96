/* SPDX-License-Identifier: MIT */
/* GREP_COLORS (see grep_colors.h): "mt=01;31:ne:fn=35", read up to the first thing that is not so.
 */
#include "search/options/grep_colors.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

/* What a capability sets: one or two texts, or a switch. */
static void set(struct grep_colors *colors, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text, **other;
        bool *flag;
    } capabilities[] = {
        {"mt", &colors->selected_match, &colors->context_match, NULL},
        {"ms", &colors->selected_match, NULL, NULL},
        {"mc", &colors->context_match, NULL, NULL},
        {"sl", &colors->selected_line, NULL, NULL},
        {"cx", &colors->context_line, NULL, NULL},
        {"fn", &colors->file, NULL, NULL},
        {"ln", &colors->number, NULL, NULL},
        {"bn", &colors->offset, NULL, NULL},
        {"se", &colors->separator, NULL, NULL},
        {"rv", NULL, NULL, &colors->swapped},
        {"ne", NULL, NULL, &colors->no_erasing},
    };
    for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
        if (strcmp(capabilities[i].name, name) != 0)
            continue;
        if (capabilities[i].flag)
            *capabilities[i].flag = true;
        if (capabilities[i].text && value)
            *capabilities[i].text = value;
        if (capabilities[i].other && value)
            *capabilities[i].other = value;
    }
}

/* The values point into the text. */
static void read_capabilities(struct grep_colors *colors, char *text)
{
    for (char *name = text;;) {
        char *value = NULL;
        char *end = name + strcspn(name, ":=");
        if (*end == '=') {
            if (end == name)
                return;
            *end = '\0';
            value = end + 1;
            end = value + strspn(value, "0123456789;");
            if (*end != ':' && *end != '\0')
                return;
        }
        const bool last = *end == '\0';
        *end = '\0';
        set(colors, name, value);
        if (last)
            return;
        name = end + 1;
    }
}

void grep_colors_read(struct grep_colors *colors)
{
    *colors = (struct grep_colors){
        .on = true,
        .selected_match = "01;31",
        .context_match = "01;31",
        .selected_line = "",
        .context_line = "",
        .file = "35",
        .number = "32",
        .offset = "32",
        .separator = "36",
    };
    const char *match = getenv("GREP_COLOR");
    if (match && *match) {
        complain("warning: GREP_COLOR='%s' is deprecated; use GREP_COLORS='mt=%s'", match, match);
        if (match[strspn(match, "0123456789;")] == '\0')
            colors->selected_match = colors->context_match = match;
    }
    const char *given = getenv("GREP_COLORS");
    if (!given || !*given)
        return;
    colors->text = strdup(given);
    if (!colors->text)
        fail_code(CUPRO_ENOMEM);
    read_capabilities(colors, colors->text);
}

void grep_colors_free(struct grep_colors *colors)
{
    free(colors->text);
}
