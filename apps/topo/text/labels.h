/* SPDX-License-Identifier: MIT */
/* What objects are called in texts. */
#ifndef APPS_TOPO_LABELS_H
#define APPS_TOPO_LABELS_H

#include "common/draft.h"

#include <cupro/machine.h>

/* As "32 KB", "10.7 GB", in powers of 1024. */
void draft_size(struct draft *draft, uint64_t bytes);

/* As "package", "L1d", and "caches of L2" … */
const char *object_noun(const cupro_object *object);
void draft_count_of(struct draft *draft, size_t count, const char *noun);

/* As "L3 2 (24 MB)"; of several alike, "4 x L3 0-3 (24 MB)". */
void label_objects(struct draft *draft, const cupro_machine *machine, const size_t *member,
                   size_t count);

/* The words for a policy, and for a set of cores. */
const char *bind_word(cupro_bind bind);

#endif
