/* SPDX-License-Identifier: MIT */
/* From what was asked for to what is done (see word_plan.h). */
#include "count/words/word_plan.h"
#include "count/words/refine/stop_words.h"
#include "count/words/split/byte_set.h"
#include "count/words/split/splitters.h"
#include "count/words/unicode/unicode_words.h"

#include <cupro/error.h>

#include <string.h>

/* Runs of bytes of a class. */
static int plan_runs(struct word_plan *plan, const struct word_wish *wish)
{
    plan->split = split_at_edges;
    plan->find = edge_finder_for(wish->rule, wish->fold && wish->rule != WORDS_SET);
    for (unsigned byte = 0; byte < 256; byte++) {
        const bool inside = wish->rule == WORDS_SET ? char_class_has(&wish->chars, byte)
                                                    : byte_in_word((unsigned char)byte, wish->rule);
        plan->records.inside[byte] = inside;
        if (inside)
            byte_set_add(&plan->bytes.set, (unsigned char)byte);
    }
    return 0;
}

static void describe_member(const void *arg, uint32_t code, void *entry)
{
    *(unsigned char *)entry = char_class_has(arg, code) ? CLASS_LETTER : CLASS_OTHER;
}

/* Words of characters. What is no part of them and ASCII parts any two others, so texts may be cut
 * beside it: the rules of UAX #29 look past no more than one character and what hangs on it. */
static int plan_characters(struct word_plan *plan, const struct word_wish *wish)
{
    plan->split = split_unicode;
    plan->unicode = wish->rule == WORDS_SET ? unicode_words_new(describe_member, &wish->chars)
                                            : unicode_words_new(word_class_describe, NULL);
    if (!plan->unicode)
        return CUPRO_ENOMEM;
    for (unsigned byte = 0; byte < 256; byte++)
        plan->records.inside[byte] = byte > 127 || plan->unicode->ascii.class[byte] != CLASS_OTHER;
    return 0;
}

static int plan_lines(struct word_plan *plan, const struct word_wish *wish)
{
    plan->split = wish->rule == WORDS_LINES ? split_lines
                  : wish->fields == 1       ? split_field
                                            : split_fields;
    plan->find = edge_finder_for(WORDS_LINES, false);
    plan->bytes.terminator = wish->terminator;
    plan->separator = wish->separator;
    plan->fields = wish->fields;
    plan->field = wish->field;
    memset(plan->records.inside, 1, sizeof plan->records.inside);
    plan->records.inside[wish->terminator] = 0;
    plan->records.terminated = true;
    return 0;
}

static int plan_splitting(struct word_plan *plan, const struct word_wish *wish)
{
    if (wish->rule == WORDS_LINES || wish->rule == WORDS_FIELD)
        return plan_lines(plan, wish);
    if (wish->rule == WORDS_UNICODE ||
        (wish->rule == WORDS_SET && char_class_is_wide(&wish->chars)))
        return plan_characters(plan, wish);
    return plan_runs(plan, wish);
}

int word_plan_open(struct word_plan *plan, const struct word_wish *wish)
{
    const bool folds = wish->rule == WORDS_SPACE || wish->rule == WORDS_ALPHA;
    *plan = (struct word_plan){.separator = -1, .order = wish->grams > 0 ? wish->grams : 1};
    int error = refiner_open(&plan->refiner, wish, folds);
    if (!error)
        error = stop_words_open(&plan->refiner, wish);
    if (!error && plan->order > 1) {
        plan->borders = borders_new(plan->order);
        error = plan->borders ? 0 : CUPRO_ENOMEM;
    }
    if (!error)
        error = plan_splitting(plan, wish);
    while (plan->records.inside[plan->padding])
        plan->padding++;
    return error;
}

int word_plan_finish(const struct word_plan *plan, size_t name, word_sink *sink, void *arg)
{
    return plan->borders ? borders_flush(plan->borders, name, sink, arg) : 0;
}

void word_plan_close(struct word_plan *plan)
{
    unicode_words_free(plan->unicode);
    refiner_close(&plan->refiner);
    borders_free(plan->borders);
}
