/* SPDX-License-Identifier: MIT */
/* What stands before a line: the file's name, the line's number, its offset. */
#ifndef SEARCH_LINE_HEAD_H
#define SEARCH_LINE_HEAD_H

#include "search/job.h"

#include "common/output/draft.h"

struct file;

/* The colour begins, and ends; nothing if there are no colours or this one is "". */
void color_begin(const struct job *job, struct draft *draft, const char *color);
void color_end(const struct job *job, struct draft *draft, const char *color);

/* The file's name, in its colour. */
void line_head_name(const struct job *job, const struct file *file, struct draft *draft);

/* The same and what separates it from the rest: `separator`, or a zero byte under -Z. */
void line_head_name_and_separator(const struct job *job, const struct file *file,
                                  struct draft *draft, char separator);

/* A number in a colour, and the separator. */
void line_head_number(const struct job *job, const struct file *file, struct draft *draft,
                      uint64_t number, const char *color, char separator);

/* The line between two groups of lines. */
void line_head_group(const struct job *job, struct draft *draft);

#endif
