/* SPDX-License-Identifier: MIT */
/* Counting where groups are few: a table for each runner. */
#ifndef CUPRO__FEW_GROUPS_H
#define CUPRO__FEW_GROUPS_H

#include "group/keys/survey.h"
#include "group/lists/group_lists.h"

/* Count all elements, of few groups as the survey has it. `lists` is opened here; to be closed in
 * any case. */
int cupro__count_few_groups(const struct cupro__keyed *keyed, const struct cupro__survey *survey,
                            bool sorted, struct cupro__group_lists *lists,
                            const struct cupro__crew *crew, const cupro_call *call);

#endif
