/* SPDX-License-Identifier: MIT */
/* From what was asked for to what is done (see word_plan.h). */
#include "count/words/word_plan.h"
#include "count/words/split/splitters.h"

#include <string.h>

static void plan_runs(struct word_plan *plan, const struct word_wish *wish)
{
    plan->split = split_at_edges;
    for (int byte = 0; byte < 256; byte++)
        plan->records.inside[byte] = byte_in_word((unsigned char)byte, wish->rule);
}

static void plan_lines(struct word_plan *plan, const struct word_wish *wish)
{
    plan->split = wish->rule == WORDS_LINES ? split_lines
                  : wish->fields == 1       ? split_field
                                            : split_fields;
    plan->bytes.terminator = wish->terminator;
    plan->separator = wish->separator;
    plan->fields = wish->fields;
    plan->field = wish->field;
    memset(plan->records.inside, 1, sizeof plan->records.inside);
    plan->records.inside[wish->terminator] = 0;
    plan->records.terminated = true;
}

int word_plan_open(struct word_plan *plan, const struct word_wish *wish)
{
    const bool lines = wish->rule == WORDS_LINES || wish->rule == WORDS_FIELD;
    *plan = (struct word_plan){
        .find = edge_finder_for(lines ? WORDS_LINES : wish->rule, lines ? false : wish->fold)};
    if (lines)
        plan_lines(plan, wish);
    else
        plan_runs(plan, wish);
    return 0;
}

void word_plan_close(struct word_plan *plan)
{
    *plan = (struct word_plan){0};
}
