/* SPDX-License-Identifier: MIT */
/* Entries that one thread makes while another takes them, in the same order. */
#ifndef COUNT_ENTRY_RELAY_H
#define COUNT_ENTRY_RELAY_H

#include <cupro/tally.h>

/* Takes an entry, which stays until the call returns. 0, or what ends the making. */
typedef int entry_taker(void *arg, const cupro_tally_entry *entry);

/* Makes entries and gives each to `take`. 0, an error, or what `take` returned, which ends it. */
typedef int entry_maker(void *from, entry_taker *take, void *arg);

enum { RELAY_BATCHES = 3 };

/*
 * As make(from, take, arg), but `make` runs on a thread of its own, ahead of `take`, which the
 * caller calls. It is ahead by RELAY_BATCHES at most, of `batch` bytes each, or of one entry that
 * is larger. What was made before an error of `make` may not be taken. One thread is enough if
 * there is no other. CUPRO_ENOMEM.
 */
int entry_relay(entry_maker *make, void *from, size_t batch, entry_taker *take, void *arg);

#endif
