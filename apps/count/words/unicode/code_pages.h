/* SPDX-License-Identifier: MIT */
/*
 * What a library says about each character, at the speed of an array: 256 characters are a page,
 * which is filled from the library when one of them is first seen. Any number of threads may look
 * at the same time; two may fill the same page, and one of them keeps it.
 */
#ifndef COUNT_CODE_PAGES_H
#define COUNT_CODE_PAGES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE_PAGE  256
#define CODE_PAGES (0x110000 / CODE_PAGE)

/* Say what there is to be said about a character. `entry` is zeroed. */
typedef void code_describer(const void *arg, uint32_t code, void *entry);

struct code_pages {
    size_t size; /* of an entry */
    code_describer *describe;
    const void *arg;
    atomic_bool failed; /* there was no memory for a page: entries were wrong */
    _Atomic(unsigned char *) page[CODE_PAGES];
};

/* NULL: no memory. */
struct code_pages *code_pages_new(size_t size, code_describer *describe, const void *arg);

/* NULL is allowed. */
void code_pages_free(struct code_pages *pages);

/* CUPRO_ENOMEM if there was no memory for something that was looked up. */
int code_pages_error(const struct code_pages *pages);

/* For code_pages_entry(): a page that was not there; NULL, and `failed`, when there is no memory.
 */
const unsigned char *code_pages_fill(struct code_pages *pages, size_t number);

/* The entry of a character below 0x110000; NULL when there is no memory. */
static inline const void *code_pages_entry(struct code_pages *pages, size_t size, uint32_t code)
{
    const size_t number = code / CODE_PAGE;
    const unsigned char *page = /* of code_pages_fill() */
        atomic_load_explicit(&pages->page[number], memory_order_acquire);
    if (__builtin_expect(!page, 0))
        page = code_pages_fill(pages, number);
    return page ? page + code % CODE_PAGE * size : NULL;
}

/* Where entries are bytes; 0 when there is no memory. */
static inline unsigned char code_pages_byte(struct code_pages *pages, uint32_t code)
{
    const unsigned char *entry = code_pages_entry(pages, 1, code);
    return entry ? *entry : 0;
}

#endif
