/* SPDX-License-Identifier: MIT */
/* From texts to keys (see word_source.h). */
#include "count/words/word_source.h"

void word_source_open(struct word_source *source, const struct word_plan *plan, word_sink *sink,
                      void *arg)
{
    *source = (struct word_source){.plan = plan, .sink = sink, .arg = arg};
}

void word_source_close(struct word_source *source)
{
    *source = (struct word_source){0};
}

int word_source_flush(struct word_source *source)
{
    const size_t count = source->count;
    source->count = 0;
    return count > 0 ? source->sink(source->arg, source->name, source->keys, count) : 0;
}

int word_source_add(struct word_source *source, const struct text *text)
{
    source->name = text->name;
    source->count = 0;
    const int error = source->plan->split(source, text->bytes, text->length);
    return error ? error : word_source_flush(source);
}
