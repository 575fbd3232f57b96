/* SPDX-License-Identifier: MIT */
/* --debug: lines with their keys underlined, and what may be wrong with the options. */
#ifndef SORT_KEY_MARKS_H
#define SORT_KEY_MARKS_H

#include "sort/keys/order.h"
#include "sort/result.h"
#include "sort/options/sort_options.h"

struct key_marks {
    const struct sort_options *options;
    const struct order *order;
    struct result *result;
    struct buffer line;
    size_t used;
};

/* The `put` of an emission: write the lines with their marks. `to` is a struct key_marks. */
int key_marks_put(void *to, const char *text, size_t length, size_t lines);

/* Say on standard error how texts are ordered, and what is doubtful. Before order_open(). */
void key_warnings(const struct sort_options *options);

#endif
