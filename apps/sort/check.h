/* SPDX-License-Identifier: MIT */
/* -c and -C: is the input in order? */
#ifndef SORT_CHECK_H
#define SORT_CHECK_H

#include "sort/blocks/intake.h"
#include "sort/keys/order.h"

#include <stdbool.h>

struct check_wish {
    const struct order *order;
    bool unique; /* equal keys are disorder too */
    bool quiet;
    uint64_t budget;
};

/* True: it is in order. Says where it is not. Fails with a message. */
bool check_input(struct intake *intake, const struct check_wish *wish);

#endif
