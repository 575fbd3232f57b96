/* SPDX-License-Identifier: MIT */
/*
 * The order of lines, as the options say it, and the codes that stand for lines in it.
 *
 * A line's code is a string of bytes such that the bytes of two codes compare (memcmp, and the
 * shorter one first) as the keys of the two lines do. So each key is found, read and translated
 * once a line, and not twice a comparison. Where all keys are reversed nothing is: `backward` says
 * that the result is to be read from its end.
 */
#ifndef SORT_ORDER_H
#define SORT_ORDER_H

#include "sort/keys/field.h"
#include "sort/keys/md5.h"

#include "common/buffer.h"

#include <cupro/text.h>

#include <stdint.h>

struct order {
    struct key_list keys;
    struct rules rules;
    struct field_rules fields;
    struct md5 salted; /* -R: after 16 random bytes */
    bool plain;        /* there are no keys: a line is its own code */
    bool direct;       /* the only key's bytes, as they stand in the line, are the code */
    bool backward;     /* the last comes first */
    bool last_resort;  /* lines of equal codes are ordered by all their bytes, */
    bool resort_down;  /*   downwards if this says so */
    bool collates;     /* there is a key in a locale's order: equal codes say nothing yet, */
                       /*   see order_compare_collated */
};

/* Makes codes; one a thread. Zero-initialise it, but for the order. Where only the first `limit`
 * bytes of codes matter, texts are not read beyond these. */
struct encoder {
    const struct order *order;
    size_t limit; /* 0: none */
    struct buffer code;
    size_t length;         /* of the code */
    struct buffer copy;    /* the key, translated */
    struct buffer collate; /* the key, as strxfrm has it */
};

/* The order that these keys make. `keys` become the order's. 0 or CUPRO_ENOMEM. */
struct order_wish {
    struct key_list keys;
    int separator;
    bool reverse, stable, unique;
    struct md5 salted;
};
int order_open(struct order *order, const struct order_wish *wish);
void order_close(struct order *order);

/* The part of the line that is its code, where order->plain or order->direct. */
static inline cupro_slice order_slice(const struct order *order, cupro_slice line)
{
    const char *begin = line.begin, *end = line.begin + line.length;
    if (order->direct)
        field_locate(&order->keys.key[0], &order->fields, &begin, &end);
    return (cupro_slice){begin, (size_t)(end - begin)};
}

/* Make the line's code, in encoder->code up to encoder->length. 0 or CUPRO_ENOMEM. */
int encode_line(struct encoder *encoder, cupro_slice line);

/* The line's code, which may be a part of the line, and else is the encoder's, until its next one.
 * 0 or CUPRO_ENOMEM. */
int order_code(struct encoder *encoder, cupro_slice line, cupro_slice *code);

void encoder_free(struct encoder *encoder);

/* What comparing lines needs; zero-initialise it, but for the orders. */
struct comparer {
    struct encoder a, b;
};

/* Compare two lines whose codes are equal, where order->collates: less than, equal to or greater
 * than 0. May set *error to CUPRO_ENOMEM. */
int order_compare_collated(struct comparer *comparer, cupro_slice a, cupro_slice b, int *error);

/* Compare the codes of two lines. May set *error to CUPRO_ENOMEM. */
int order_compare_codes(struct comparer *comparer, cupro_slice a, cupro_slice b, int *error);

static inline struct comparer comparer_of(const struct order *order)
{
    return (struct comparer){{.order = order}, {.order = order}};
}

void comparer_free(struct comparer *comparer);

/* Compare two lines by all that the order says: less than 0 if a comes first. Equal ones have the
 * same keys, and by the last resort the same bytes. Sets *error only if it fails: CUPRO_ENOMEM. */
int order_compare(struct comparer *comparer, cupro_slice a, cupro_slice b, int *error);

/* Compare two lines with the codes: all that the order says, but for `backward`. */
static inline int slice_compare(cupro_slice a, cupro_slice b)
{
    const size_t least = a.length < b.length ? a.length : b.length;
    const int difference = least == 0 ? 0 : __builtin_memcmp(a.begin, b.begin, least);
    return difference != 0 ? difference : (a.length > b.length) - (a.length < b.length);
}

/* Compare two lines with equal codes by the last resort. */
static inline int order_resort(const struct order *order, cupro_slice a, cupro_slice b)
{
    if (!order->last_resort)
        return 0;
    const int difference = slice_compare(a, b);
    return order->resort_down ? -difference : difference;
}

#endif
