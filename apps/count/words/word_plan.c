/* SPDX-License-Identifier: MIT */
/* From what was asked for to what is done (see word_plan.h). */
#include "count/words/word_plan.h"
#include "count/words/split/splitters.h"

int word_plan_open(struct word_plan *plan, const struct word_wish *wish)
{
    *plan = (struct word_plan){
        .split = split_at_edges,
        .find = edge_finder_for(wish->rule, wish->fold),
    };
    for (int byte = 0; byte < 256; byte++)
        plan->records.inside[byte] = byte_in_word((unsigned char)byte, wish->rule);
    return 0;
}

void word_plan_close(struct word_plan *plan)
{
    *plan = (struct word_plan){0};
}
