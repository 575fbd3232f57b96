/* SPDX-License-Identifier: MIT */
/* The places of groups by their first elements, where lists are in that order. */
#ifndef CUPRO__RISING_PLACES_H
#define CUPRO__RISING_PLACES_H

#include "group/lists/group_lists.h"

/* As cupro__group_lists_place, for lists that rise, into arrays that are there. */
int cupro__place_rising(struct cupro__group_lists *lists, size_t *first, size_t *size,
                        const struct cupro__crew *crew, const cupro_call *call);

#endif
