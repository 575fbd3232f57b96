/* SPDX-License-Identifier: MIT */
/* What objects are called in texts. */
#ifndef APPS_TOPO_LABELS_H
#define APPS_TOPO_LABELS_H

#include "common/output/draft.h"

#include <cupro/machine.h>

/* As "32 KB", "10.7 GB", in powers of 1024. */
void draft_size(struct draft *draft, uint64_t bytes);

/* As "package", or "L1d"; and how many: "1 package", "2 packages", "2 L1d". */
const char *object_noun(const cupro_object *object);
void draft_count_of(struct draft *draft, size_t count, const char *noun);

/* As "L3 2 (24 MB)"; of several alike, "L3 0-3 (24 MB)". */
void label_objects(struct draft *draft, const cupro_machine *machine, const size_t *member,
                   size_t count);

/* As "scatter". */
const char *bind_word(cupro_bind bind);

#endif
