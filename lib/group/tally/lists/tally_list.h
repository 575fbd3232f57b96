/* SPDX-License-Identifier: MIT */
/* Listing many entries in order. */
#ifndef CUPRO__TALLY_LIST_H
#define CUPRO__TALLY_LIST_H

#include "group/tally/tally.h"

enum { CUPRO__LIST_LEAST = 1 << 16 }; /* entries: fewer are sorted as one array */

/* Put all entries of a merged tally of bytes, which are n, into the array. The call's own errors,
 * or CUPRO_ENOMEM; the array is then anything. */
int cupro__tally_list_entries(cupro_tally *tally, bool by_count, cupro_tally_entry *entries,
                              size_t n, const cupro_call *call);

#endif
