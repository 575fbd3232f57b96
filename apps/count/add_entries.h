/* SPDX-License-Identifier: MIT */
/* From one tally to another: visitors for cupro_tally_each(), whose ctx is the other. */
#ifndef COUNT_ADD_ENTRIES_H
#define COUNT_ADD_ENTRIES_H

#include <cupro/tally.h>

/* As often as they were counted. */
cupro_tally_visit add_entries;

/* Each once. */
cupro_tally_visit add_entries_once;

#endif
