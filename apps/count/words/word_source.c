/* SPDX-License-Identifier: MIT */
/* From texts to keys (see word_source.h). */
#include "count/words/word_source.h"

void word_source_open(struct word_source *source, const struct word_plan *plan, word_sink *sink,
                      void *arg)
{
    *source = (struct word_source){.plan = plan, .sink = sink, .arg = arg};
    grams_open(&source->grams, plan->order);
}

void word_source_close(struct word_source *source)
{
    buffer_free(&source->room);
    refiner_room_free(&source->refined);
    grams_close(&source->grams);
}

int word_source_flush(struct word_source *source)
{
    const struct refiner *refiner = &source->plan->refiner;
    size_t count = source->count;
    int error = 0;
    source->count = 0;
    source->room_used = 0;
    if (count == 0)
        return 0;
    if (!refiner->idle)
        error = refine(refiner, &source->refined, source->keys, &count);
    if (source->grams.order > 1 && !error)
        error = grams_make(&source->grams, source->keys, &count);
    if (error || count == 0)
        return error;
    return source->sink(source->arg, source->name, source->keys, count);
}

unsigned char *word_source_room(struct word_source *source, size_t length)
{
    /* To grow is to move what the keys of the batch point to. */
    if (source->room_used + length > source->room.room) {
        source->error = word_source_flush(source);
        if (!source->error)
            source->error = buffer_reserve(&source->room, length);
        if (source->error)
            return NULL;
    }
    unsigned char *const room = source->room.bytes + source->room_used;
    source->room_used += length;
    return room;
}

int word_source_add(struct word_source *source, const struct text *text)
{
    source->name = text->name;
    source->count = 0;
    source->room_used = 0;
    grams_begin(&source->grams);
    int error = source->plan->split(source, text->bytes, text->length);
    if (!error)
        error = word_source_flush(source);
    if (!error)
        error = refiner_error(&source->plan->refiner);
    if (!error && source->grams.order > 1)
        error = grams_end(&source->grams, text, source->plan->borders);
    return error;
}
