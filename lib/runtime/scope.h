/* SPDX-License-Identifier: MIT */
/* Scopes: tasks of any number that are waited for together. */
#ifndef CUPRO__SCOPE_H
#define CUPRO__SCOPE_H

#include "runtime/tree.h"

/* Run a spawned task, free it, and let its scope know. */
void cupro__scope_run_task(struct cupro__branch *branch);

bool cupro__scope_is_done(const cupro_scope *scope);

#endif
