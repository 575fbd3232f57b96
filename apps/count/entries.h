/* SPDX-License-Identifier: MIT */
/* From one tally to another. */
#ifndef COUNT_ENTRIES_H
#define COUNT_ENTRIES_H

#include <cupro/tally.h>

enum entry_weight {
    ENTRIES_ONCE,   /* each counts once */
    ENTRIES_COUNTED /* as often as it was counted */
};

/* Add all that `from` holds. 0, or an error of the library's. */
int entries_add_tally(cupro_tally *to, cupro_tally *from, enum entry_weight weight);

/* All entries in an array, to be freed, in no order; NULL: there are none. Keys belong to the
 * tally. 0, or an error of the library's. */
int entries_copy(cupro_tally *tally, cupro_tally_entry **entries, size_t *count);

/* Add entries to a tally, as often as they were counted less `taken`. 0, or an error of the
 * library's.
 */
int entries_add_rest(cupro_tally *to, const cupro_tally_entry *entries, size_t count,
                     uint64_t taken);

#endif
