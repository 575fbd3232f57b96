/* SPDX-License-Identifier: MIT */
/* Printing the result (see report.h). */
#include "count/report.h"

#include "common/output.h"

#define COUNT_WIDTH 7 /* as uniq -c */

static void print_line(struct output *out, uint64_t count, const void *bytes, size_t length,
                       const char end)
{
    output_count(out, count, COUNT_WIDTH);
    output_bytes(out, " ", 1);
    output_bytes(out, bytes, length);
    output_bytes(out, &end, 1);
}

void report(const struct word_list *list, const struct count_options *options)
{
    struct output out;
    const char end = (char)options->words.terminator;
    output_open(&out, STDOUT_FILENO);
    for (size_t i = 0; i < list->count && i < options->wish.top && !out.error; i++) {
        const struct word *word = &list->words[i];
        print_line(&out, word->count, word_bytes(word), word_length(word), end);
    }
    if (options->total)
        print_line(&out, list->total, "total", 5, end);
    output_close_or_fail(&out);
}
