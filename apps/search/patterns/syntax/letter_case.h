/* SPDX-License-Identifier: MIT */
/* Which characters are the same when case is ignored, as GNU grep sees it. */
#ifndef SEARCH_LETTER_CASE_H
#define SEARCH_LETTER_CASE_H

#include "search/patterns/syntax/char_set.h"

/* Add the character, and those that differ from it in case alone. To be settled. */
void letter_case_add(struct char_set *set, uint32_t character, bool utf8);

/* Add to each of a settled set. */
void letter_case_add_all(struct char_set *set, bool utf8);

#endif
