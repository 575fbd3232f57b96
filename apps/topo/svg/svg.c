/* SPDX-License-Identifier: MIT */
/*
 * The drawing (see svg.h; where things are: layout.c). Colours are in one style sheet: a set for
 * light pages, and one that takes its place where the reader prefers dark ones.
 */
#include "topo/svg/svg.h"
#include "topo/svg/layout.h"
#include "topo/text/labels.h"
#include "topo/text/number_list.h"
#include "topo/text/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define MARGIN      16
#define LINE_HEIGHT 18
#define NARROWEST   680 /* for the summary's sake */

static const char style[] =
    "<style>\n"
    "text{font:12px system-ui,'DejaVu Sans',sans-serif;fill:#1f2933}\n"
    ".page{fill:#fff}.m{fill:#f6f7f9;stroke:#c5ccd6}.package,.die{fill:#e9edf3;stroke:#9aa5b4}\n"
    ".group{fill:none;stroke:#9aa5b4;stroke-dasharray:5 4}\n"
    ".cache{fill:#f3f0e6;stroke:#c9bd95}.core{fill:#fff;stroke:#b3bcc8}\n"
    ".node{fill:#d9efdd;stroke:#6dae7d}.pu{fill:#eef1f5;stroke:#c5ccd6}\n"
    ".one{fill:#2f6fde;stroke:#1d55b5}.many{fill:#c2571a;stroke:#8f3d0e}\n"
    ".off{fill:#f1f1f1;stroke:#c9c9c9;stroke-dasharray:3 2}\n"
    ".small{font-size:10px;fill:#5b6775}.on{fill:#fff;font-weight:600}.onsmall{fill:#dfe8fa;"
    "font-size:10px}\n"
    ".gone{fill:#a9a9a9;font-size:10px}.title{font-weight:600}\n"
    "@media (prefers-color-scheme:dark){\n"
    "text{fill:#e4e8ee}.page{fill:#12161c}.m{fill:#191f27;stroke:#3a4553}\n"
    ".package,.die{fill:#212934;stroke:#4d5a6b}.group{stroke:#4d5a6b}\n"
    ".cache{fill:#2b2a22;stroke:#5d583f}.core{fill:#151a21;stroke:#4d5a6b}\n"
    ".node{fill:#1c3a27;stroke:#3f7d54}.pu{fill:#252d38;stroke:#3f4b5a}\n"
    ".one{fill:#3f7ff0;stroke:#7aa6f7}.many{fill:#d9702f;stroke:#f0a172}\n"
    ".off{fill:#1a1d21;stroke:#3b3f45}.small{fill:#97a3b2}.gone{fill:#62686f}}\n"
    "</style>\n";

__attribute__((format(printf, 2, 3))) static void add(struct draft *page, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    draft_bytes(page, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

static void add_escaped(struct draft *page, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '<')
            draft_text(page, "&lt;");
        else if (text[i] == '&')
            draft_text(page, "&amp;");
        else
            draft_byte(page, text[i] >= ' ' && text[i] < 127 ? text[i] : '?');
    }
}

static void add_text(struct draft *page, int x, int y, const char *class, const char *text,
                     size_t length)
{
    add(page, "<text x=\"%d\" y=\"%d\" class=\"%s\">", x, y, class);
    add_escaped(page, text, length);
    draft_text(page, "</text>\n");
}

static void add_box(struct draft *page, const struct box *box, const char *class)
{
    add(page, "<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" rx=\"4\" class=\"%s\"/>\n",
        box->x, box->y, box->width, box->height, class);
}

/* -- Objects ----------------------------------------------------------------------------------- */

static const char *class_of(const cupro_object *object)
{
    static const char *const classes[] = {"m",    "group", "package", "die",
                                          "node", "cache", "core",    "pu"};
    return classes[object->type];
}

static void add_threads(struct draft *text, const struct seats *seats, size_t at, size_t room)
{
    draft_numbers(text, seats->thread + seats->first[at], seats->first[at + 1] - seats->first[at],
                  room);
}

/* The number of the PU above, its threads below. */
static void draw_pu(struct draft *page, const cupro_object *pu, const struct box *box,
                    const struct seats *seats, size_t at)
{
    const size_t threads = seats->first[at + 1] - seats->first[at];
    struct draft text = {0};
    char number[32];
    const int length = snprintf(number, sizeof number, "PU %d", pu->number);
    if (pu->pus == 0) {
        add_box(page, box, "off");
        add_text(page, box->x + 5, box->y + 14, "gone", number, (size_t)length);
        add_text(page, box->x + 5, box->y + 28, "gone", pu->masked > 0 ? "masked" : "barred", 6);
        return;
    }
    add_box(page, box, threads > 1 ? "many" : threads == 1 ? "one" : "pu");
    add_text(page, box->x + 5, box->y + 14, threads > 0 ? "onsmall" : "small", number,
             (size_t)length);
    if (threads > 0) {
        draft_byte(&text, 't');
        add_threads(&text, seats, at, 6);
        add_text(page, box->x + 5, box->y + 29, "on", (const char *)text.buffer.bytes, text.used);
    }
    draft_free(&text);
}

static void draw_box(struct draft *page, const cupro_machine *machine, const struct box *box,
                     const struct seats *seats, size_t at)
{
    const cupro_object *object = &machine->object[at];
    struct draft text = {0};
    add_box(page, &box[at], class_of(object));
    label_objects(&text, machine, &at, 1);
    if (object->type == CUPRO_OBJECT_NODE && seats->first[at + 1] > seats->first[at]) {
        draft_text(&text, ": threads ");
        add_threads(&text, seats, at, 24);
    }
    add_text(page, box[at].x + 6, box[at].y + 15,
             object->type == CUPRO_OBJECT_NODE && seats->first[at + 1] > seats->first[at] ? "title"
             : object->type == CUPRO_OBJECT_CORE                                          ? "small"
                                                                                          : "label",
             (const char *)text.buffer.bytes, text.used);
    draft_free(&text);
}

/* -- The whole --------------------------------------------------------------------------------- */

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

/* Lines of a word, padded to eleven columns, and a text. */
static void draw_summary(struct draft *page, const char *summary)
{
    for (int y = MARGIN + 12; *summary != '\0'; y += LINE_HEIGHT) {
        const size_t length = strcspn(summary, "\n"), skip = length < 11 ? length : 11;
        size_t word = skip;
        while (word > 0 && summary[word - 1] == ' ')
            word--;
        add_text(page, MARGIN, y, "title", summary, word);
        add_text(page, MARGIN + 84, y, "label", summary + skip, length - skip);
        summary += length + (summary[length] == '\n');
    }
}

static void draw_legend(struct draft *page, int y)
{
    static const struct {
        const char *class, *text;
    } entries[] = {{"one", "a thread"},
                   {"many", "several threads"},
                   {"pu", "no thread"},
                   {"off", "not this process's"}};
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        const struct box swatch = {
            .x = MARGIN + 84 + (int)i * 132, .y = y, .width = 12, .height = 12};
        add_box(page, &swatch, entries[i].class);
        add_text(page, swatch.x + 18, y + 11, "label", entries[i].text, strlen(entries[i].text));
    }
}

static void draw_objects(struct draft *page, const struct topo_report *report,
                         const struct box *box)
{
    for (size_t at = 0; at < report->machine->objects; at++) {
        if (box[at].skipped)
            continue;
        if (report->machine->object[at].type == CUPRO_OBJECT_PU)
            draw_pu(page, &report->machine->object[at], &box[at], report->seats, at);
        else
            draw_box(page, report->machine, box, report->seats, at);
    }
}

void draft_svg(struct draft *page, const struct topo_report *report)
{
    struct draft head = {0};
    draft_head(&head, report);
    draft_byte(&head, '\0');
    const char *summary = head.failed ? "" : (const char *)head.buffer.bytes;
    struct box *box = layout_find(report->machine, report->seats, report->caches);
    const int legend = MARGIN + count_lines(summary) * LINE_HEIGHT;
    const int top = legend + (report->plan ? LINE_HEIGHT : 0) + 8,
              height = top + box[0].height + MARGIN;
    const int wide = box[0].width + 2 * MARGIN, width = wide > NARROWEST ? wide : NARROWEST;
    add(page,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d "
        "%d\">\n",
        width, height, width, height);
    add(page, "<title>A machine of %d PUs%s</title>\n", report->machine->pus,
        report->plan ? ", and where threads go" : "");
    draft_text(page, style);
    add(page, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n", width, height);
    draw_summary(page, summary);
    if (report->plan)
        draw_legend(page, legend);
    add(page, "<g transform=\"translate(%d,%d)\">\n", MARGIN, top);
    draw_objects(page, report, box);
    draft_text(page, "</g>\n</svg>\n");
    free(box);
    draft_free(&head);
}
