/* SPDX-License-Identifier: MIT */
/* Text in a normal form of Unicode's (UAX #15), by libunistring; what needs no change is noticed.
 */
#ifndef COUNT_NORMAL_H
#define COUNT_NORMAL_H

#include "count/words/unicode/code_pages.h"

#include "common/buffer.h"

enum normal_form { NORMAL_AS_IT_IS, NORMAL_NFC, NORMAL_NFKC };

/* A form, with pages that say 1 of the characters that may be changed, or change others. */
struct normal {
    enum normal_form form;
    struct code_pages *changing;
};

/* 0 or CUPRO_ENOMEM. */
int normal_open(struct normal *normal, enum normal_form form);
void normal_close(struct normal *normal);

/* True only if the text is in the form. Invalid bytes count as characters that do not change. */
bool normal_is(const struct normal *normal, const unsigned char *text, size_t length);

/* Put the text in its form behind the *used bytes of a buffer. Invalid bytes stay as they are, and
 * nothing is composed across them. 0 or CUPRO_ENOMEM. */
int normal_append(const struct normal *normal, const unsigned char *text, size_t length,
                  struct buffer *to, size_t *used);

#endif
