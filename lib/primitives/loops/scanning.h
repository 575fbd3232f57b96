/* SPDX-License-Identifier: MIT */
/* Scans by the block, which cupro_scan and the scans of arrays share. */
#ifndef CUPRO__SCANNING_H
#define CUPRO__SCANNING_H

#include <cupro/scan.h>

/* Scan n indexes in blocks of so many. All arguments are good; the monoid copies by memcpy. */
int cupro__scan(size_t n, size_t block, cupro_folder *folder, cupro_scanner *scanner, void *ctx,
                const cupro_monoid *monoid, void *total, const cupro_call *call);

#endif
