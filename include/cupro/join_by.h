/* SPDX-License-Identifier: MIT */
/*
 * Joining two arrays by keys: which elements of a go with which of b.
 *
 *     CUPRO_KEY(customer_of, struct order, o, o.customer);
 *     CUPRO_KEY(id_of, struct customer, c, c.id);
 *     ...
 *     cupro_pair *pairs;
 *     size_t count;
 *     error = cupro_join_by(orders, n, &customer_of, customers, m, &id_of, &pairs, &count);
 *     ... orders[pairs[k].a] and customers[pairs[k].b] have the same key ...
 *     free(pairs);
 *
 * All pairs of an element of a and one of b whose keys (key.h) are equal: an inner join. They are
 * in the order of a's elements, and those with the same element of a in the order of b's; so the
 * result is the same on any number of threads. It is to be released with free(), and is not NULL
 * even if there are none.
 *
 * Both keys are of one type: numbers; slices, whose bytes are compared, and must stay while the
 * call lasts; or the same fields (CUPRO_KEY_FIELDS). CUPRO_EINVAL for a slice and a number, numbers
 * of 64 bits and of fewer, or fields of so many bytes and of more. Floats are equal if their bits
 * are, so that -0 is not 0.
 *
 * `.ctx` is what both keys see. `.grain` and `.max_grain` mean nothing here.
 *
 * Cost: a table of b's elements is made, in which a's are looked up; so let b be the smaller array.
 * Each key is computed once, the first ones twice. Elements of b are moved twice, those of a read,
 * and pairs written once; many pairs of few elements are shared out between the threads just the
 * same. Memory, beside the result: 16 bytes for each element of a; for each of b 48 bytes, and 16
 * more while the table is made; with keys that are no numbers, or fields of more than 8 bytes, 92
 * and 32, and the bytes of fields above 16 for each element of both.
 *
 * Errors: as for loops (loop.h). CUPRO_ENOMEM also when there are more pairs than memory has places
 * for. CUPRO_EINVAL also when a key is for elements of another size, or for a slice that begins at
 * NULL and has bytes. After any, *pairs is NULL and *count as it was. "Invalid operands to binary
 * -" says that a key is for another type.
 */
#ifndef CUPRO_JOIN_BY_H
#define CUPRO_JOIN_BY_H

#include <cupro/call.h>
#include <cupro/key.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_pair {
    size_t a, b; /* indexes */
} cupro_pair;

#define cupro_join_by(...) CUPRO__JOIN_BY(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__JOIN_BY(a, na, key_a, b, nb, key_b, pairs, count, ...)               \
    cupro_join_by_with((a), (na), CUPRO__KEYED(a, key_a), &(key_a)->key, (b), (nb), \
                       CUPRO__KEYED(b, key_b), &(key_b)->key, (pairs), (count),     \
                       &(const cupro_call){__VA_ARGS__})

/* The same for elements of `size_a` and `size_b` bytes, and keys that are known when the program
 * runs. */
CUPRO_API int cupro_join_by_with(const void *a, size_t na, size_t size_a, const cupro_key *key_a,
                                 const void *b, size_t nb, size_t size_b, const cupro_key *key_b,
                                 cupro_pair **pairs, size_t *count, const cupro_call *call);

CUPRO_END_DECLS

#endif
