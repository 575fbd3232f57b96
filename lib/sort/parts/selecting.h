/* SPDX-License-Identifier: MIT */
/* What the verbs of <cupro/select.h> have in common. */
#ifndef CUPRO__SELECTING_H
#define CUPRO__SELECTING_H

#include "sort/numbers/sorting.h"

/* All that cupro_nth does, in the order of sorting->form; k < n. */
int cupro__nth(const struct cupro__sorting *sorting, size_t k, const cupro_call *call);

#endif
