/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_INTERVAL_H
#define SEARCH_INTERVAL_H

#include "search/patterns/syntax/reader.h"

/* At a `{` or `\{`: how often. False: this is no interval (and nothing has been read), or an error.
 */
bool interval_parse(struct reader *reader, int *least, int *most);

#endif
