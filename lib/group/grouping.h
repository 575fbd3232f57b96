/* SPDX-License-Identifier: MIT */
/* What all verbs of groups begin with: arguments that can be, a crew, keys, and a survey of them.
 */
#ifndef CUPRO__GROUPING_H
#define CUPRO__GROUPING_H

#include "group/keys/survey.h"
#include "runtime/engine/engine.h"

struct cupro__grouping {
    cupro_call call; /* without what means nothing here */
    struct cupro__crew crew;
    struct cupro__keyed keyed;
    struct cupro__survey survey;
};

/* Errors are the verb's, with nothing to be closed. `call` may be NULL. */
int cupro__grouping_open(struct cupro__grouping *grouping, const void *base, size_t n, size_t size,
                         const cupro_key *key, const cupro_call *call);
int cupro__grouping_open_numbers(struct cupro__grouping *grouping, const void *x, size_t n,
                                 size_t size, struct cupro__key_form form, const cupro_call *call);
void cupro__grouping_close(struct cupro__grouping *grouping);

/* The verb has succeeded: tell who watches. */
void cupro__grouping_report(const struct cupro__grouping *grouping);

#endif
