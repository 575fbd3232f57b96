/* SPDX-License-Identifier: MIT */
/* Objects for programs (see json.h). */
#include "search/output/json.h"
#include "search/output/base64.h"
#include "search/output/match_walk.h"

#include "common/output/json_string.h"
#include "common/output/utf8_check.h"

#include <stdio.h>
#include <string.h>

static void put_data(struct draft *draft, const unsigned char *bytes, size_t length)
{
    if (utf8_check(bytes, length)) {
        draft_text(draft, "{\"text\":");
        json_string(draft, (const char *)bytes, length);
        draft_byte(draft, '}');
    } else {
        draft_text(draft, "{\"bytes\":\"");
        base64(draft, bytes, length);
        draft_text(draft, "\"}");
    }
}

static void put_path(struct draft *draft, const struct file *file)
{
    draft_text(draft, "\"path\":");
    put_data(draft, (const unsigned char *)file->name, strlen(file->name));
}

static void put_number(struct draft *draft, const char *before, uint64_t number)
{
    draft_text(draft, before);
    draft_number(draft, number, 0);
}

static void put_time(struct draft *draft, const char *before, double seconds)
{
    char text[96];
    const uint64_t whole = (uint64_t)seconds;
    const unsigned parts = (unsigned)((seconds - (double)whole) * 1e9);
    snprintf(text, sizeof text, "%s{\"secs\":%llu,\"nanos\":%u,\"human\":\"%.6fs\"}", before,
             (unsigned long long)whole, parts, seconds);
    draft_text(draft, text);
}

static void put_totals(struct draft *draft, const struct totals *totals, double seconds)
{
    put_time(draft, "\"stats\":{\"elapsed\":", seconds);
    put_number(draft, ",\"searches\":", totals->files);
    put_number(draft, ",\"searches_with_match\":", totals->files_selected);
    put_number(draft, ",\"bytes_searched\":", totals->searched);
    put_number(draft, ",\"bytes_printed\":", totals->printed);
    put_number(draft, ",\"matched_lines\":", totals->selected);
    put_number(draft, ",\"matches\":", totals->matches);
    draft_byte(draft, '}');
}

void json_begin(const struct file *file, struct draft *draft)
{
    draft_text(draft, "{\"type\":\"begin\",\"data\":{");
    put_path(draft, file);
    draft_text(draft, "}}\n");
}

int64_t json_line(const struct worker *worker, const struct file *file,
                  const struct json_line *line, struct draft *draft)
{
    struct match_walk walk;
    int64_t matches = 0;
    draft_text(draft, line->selected ? "{\"type\":\"match\"" : "{\"type\":\"context\"");
    draft_text(draft, ",\"data\":{");
    put_path(draft, file);
    draft_text(draft, ",\"lines\":");
    put_data(draft, line->begin, (size_t)(line->end - line->begin));
    put_number(draft, ",\"line_number\":", line->number);
    put_number(draft, ",\"absolute_offset\":", line->offset);
    draft_text(draft, ",\"submatches\":[");
    match_walk_open(&walk, worker, line->begin, line->end);
    for (; line->matching && match_walk_next(&walk); matches++) {
        draft_text(draft, matches > 0 ? ",{\"match\":" : "{\"match\":");
        put_data(draft, line->begin + walk.span.begin, walk.span.end - walk.span.begin);
        put_number(draft, ",\"start\":", walk.span.begin);
        put_number(draft, ",\"end\":", walk.span.end);
        draft_byte(draft, '}');
    }
    draft_text(draft, "]}}\n");
    return walk.failed ? -1 : matches;
}

void json_end(const struct file *file, const struct findings *findings, struct draft *draft)
{
    struct totals totals = {0};
    totals_add(&totals, findings, findings->selected);
    draft_text(draft, "{\"type\":\"end\",\"data\":{");
    put_path(draft, file);
    draft_text(draft, ",\"binary_offset\":");
    if (findings->binary)
        draft_number(draft, findings->nul, 0);
    else
        draft_text(draft, "null");
    draft_byte(draft, ',');
    put_totals(draft, &totals, 0);
    draft_text(draft, "}}\n");
}

void json_summary(const struct totals *totals, double seconds, struct draft *draft)
{
    put_time(draft, "{\"type\":\"summary\",\"data\":{\"elapsed_total\":", seconds);
    draft_byte(draft, ',');
    put_totals(draft, totals, seconds);
    draft_text(draft, "}}\n");
}
