/* SPDX-License-Identifier: MIT */
#ifndef APPS_JSON_STRING_H
#define APPS_JSON_STRING_H

#include "common/output/draft.h"

/* A string between quotes, as JSON has it; what is not UTF-8 becomes U+FFFD. */
void json_string(struct draft *draft, const char *bytes, size_t length);

#endif
