/* SPDX-License-Identifier: MIT */
/* How keys travel. */
#ifndef COUNT_WORD_BATCH_H
#define COUNT_WORD_BATCH_H

#include <cupro/text.h>

/* So many keys at once: fewer wait for the memory in which they are looked up, more take the L1
 * cache from the text. */
#define WORD_BATCH 64

/* Gets keys of the text that comes from the given name, 1 to WORD_BATCH of them; they are gone when
 * it returns. Non-zero ends the text. */
typedef int word_sink(void *arg, size_t name, const cupro_slice *keys, size_t count);

#endif
