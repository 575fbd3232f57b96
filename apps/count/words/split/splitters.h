/* SPDX-License-Identifier: MIT */
/* The ways of finding the keys of a text; each is a word_splitter. */
#ifndef COUNT_SPLITTERS_H
#define COUNT_SPLITTERS_H

#include "count/words/word_source.h"

/* Runs of bytes of a class: the plan's edge finder says where they begin and end. */
word_splitter split_at_edges;

/* Words of characters: the plan's unicode_words say which. */
word_splitter split_unicode;

/* Whole lines; one field of each; several fields of each, put together. */
word_splitter split_lines, split_field, split_fields;

#endif
