/* SPDX-License-Identifier: MIT */
/*
 * What --json prints: one object a line, as ripgrep has them ("type" is begin, match, context, end
 * or summary), so that programs which read its output read this one too. What is not UTF-8 stands
 * there as base64, as "bytes" in place of "text". The time that a file took is always 0: files are
 * searched side by side, and the output is to be the same each time; the summary's is true.
 */
#ifndef SEARCH_JSON_H
#define SEARCH_JSON_H

#include "search/pieces/file.h"

#include "common/output/draft.h"

void json_begin(const struct file *file, struct draft *draft);

/* A line, and whether it is selected, or context; and if it has matches what they are. */
struct json_line {
    const unsigned char *begin, *end; /* with its end */
    bool selected, matching;
    uint64_t number, offset;
};

/* How many matches; < 0: the searcher has trouble. */
int64_t json_line(const struct worker *worker, const struct file *file,
                  const struct json_line *line, struct draft *draft);

void json_end(const struct file *file, const struct findings *findings, struct draft *draft);

/* At the very end. */
void json_summary(const struct totals *totals, double seconds, struct draft *draft);

#endif
