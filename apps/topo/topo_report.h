/* SPDX-License-Identifier: MIT */
/* What is reported, as text, JSON, or a drawing. */
#ifndef APPS_TOPO_REPORT_H
#define APPS_TOPO_REPORT_H

#include "topo/plan/plan_check.h"
#include "topo/plan/seats.h"

#include <cupro/machine.h>

struct topo_report {
    const cupro_machine *machine;
    const char *input;      /* where it comes from; NULL: it is this one    */
    const cupro_plan *plan; /* NULL: none was asked for, here and below     */
    const struct seats *seats;
    const struct plan_check *check;
    const char
        *caches; /* what each core has for itself, as "L2 512 KB, L1d 32 KB"; "": it differs */
};

#endif
