/* SPDX-License-Identifier: MIT */
/*
 * Tallies: how often each key was seen. Keys are strings of bytes, or 64-bit numbers; all threads
 * add to the same tally at the same time, from inside any loop, and no lock is theirs to take.
 *
 *     static int count_words(const cupro_slice *words, size_t n, void *ctx)
 *     {
 *         return cupro_tally_add_slices(ctx, words, n);
 *     }
 *     ...
 *     cupro_tally *tally;
 *     cupro_tally_entry best[10];
 *     size_t found;
 *     error = cupro_tally_open(&tally);
 *     error = cupro_tokens(text, length, count_words, tally);
 *     error = cupro_tally_top(tally, 10, best, &found);
 *     ... best[i].key.begin, best[i].key.length, best[i].count ...
 *     cupro_tally_close(tally);
 *
 * A key is any bytes, also none at all, also a gigabyte of them. Results depend on what was added,
 * and on nothing else: not on threads, nor on the order, nor on the random numbers that protect the
 * tables from keys that somebody made to collide. A count ends at UINT64_MAX, and stays there.
 *
 * Who may call what. Adding: any thread at any time, but not while the same tally is read. Reading
 * is everything else; the first read after an add merges what the threads have counted, so it is to
 * be alone with the tally, and those that follow may be made from any threads. cupro_tally_get and
 * those like it never merge; any threads may call them as long as nobody adds.
 *
 * A tally is of bytes or of numbers; a call for the other kind is CUPRO_EINVAL.
 *
 * Memory: each thread that adds has a table of its own of the keys that it saw, with 32 bytes a
 * key, of which 16 hold keys of up to 16 bytes, and 11 to 16 bytes of an index, up to 21 of a small
 * one; longer keys have their bytes besides. Up to a ninth of the keys' room is free, of a small
 * table up to a half. Merging takes no memory, and gives none back; cupro_tally_shrink does. What
 * several threads have counted is in the table of each until then. A table has room for 3.2 billion
 * keys; who adds more has no memory.
 */
#ifndef CUPRO_TALLY_H
#define CUPRO_TALLY_H

#include <cupro/call.h>
#include <cupro/text.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_tally cupro_tally;

/* The key's bytes belong to the tally: they stay until something is added, absorbed or pruned, or
 * the tally is closed. */
typedef struct cupro_tally_entry {
    cupro_slice key;
    uint64_t count;
} cupro_tally_entry;

typedef struct cupro_tally_number {
    uint64_t key;
    uint64_t count;
} cupro_tally_number;

/* A new, empty tally; CUPRO_ENOMEM. */
CUPRO_API int cupro_tally_open(cupro_tally **tally);
CUPRO_API int cupro_tally_open_numbers(cupro_tally **tally);

/* Release it, and all bytes of keys; NULL does nothing. Nobody else uses it. */
CUPRO_API void cupro_tally_close(cupro_tally *tally);

/* -- Adding ------------------------------------------------------------------------------------ */

/*
 * Add keys: one, `count` times; n of them once each; keys[i], counts[i] times. What is added 0
 * times does not appear. The bytes are copied, and read no further than they go. Any thread.
 *
 * Errors: CUPRO_EINVAL (also a key that begins at NULL and has bytes), and nothing is added;
 * CUPRO_ENOMEM, and some of the keys have been added.
 *
 * Cost: a key 5 to 15 ns, if there are some dozens or more at a time, which look their places up at
 * the same time. One at a time: 7 ns more, and the time to wait for memory where the table is
 * large.
 */
CUPRO_API int cupro_tally_add(cupro_tally *tally, const void *bytes, size_t length, uint64_t count);
CUPRO_API int cupro_tally_add_slices(cupro_tally *tally, const cupro_slice *keys, size_t n);
CUPRO_API int cupro_tally_add_counts(cupro_tally *tally, const cupro_slice *keys,
                                     const uint64_t *counts, size_t n);

CUPRO_API int cupro_tally_add_number(cupro_tally *tally, uint64_t key, uint64_t count);
CUPRO_API int cupro_tally_add_numbers(cupro_tally *tally, const uint64_t *keys, size_t n);
CUPRO_API int cupro_tally_add_number_counts(cupro_tally *tally, const uint64_t *keys,
                                            const uint64_t *counts, size_t n);

/* Add all that another tally of the same kind has counted; that one is then empty, and still to be
 * closed. Both alone with the caller. CUPRO_ENOMEM: some keys have changed over, none is in both.
 * Cost: little as long as `tally` has been added to by few threads; else a lookup a key. */
CUPRO_API int cupro_tally_absorb(cupro_tally *tally, cupro_tally *other);

/* Forget everything: as closed and opened anew. CUPRO_EINVAL. */
CUPRO_API int cupro_tally_clear(cupro_tally *tally);

/* -- Reading ----------------------------------------------------------------------------------- */

/*
 * All of these but the cupro_tally_get… merge first, if something was added. The optional arguments
 * of call.h say on which threads; `.grain` and `.max_grain` mean nothing, `.keep_going` and
 * `.failures` are CUPRO_EINVAL. After an error (CUPRO_EINVAL, CUPRO_ENOMEM, CUPRO_ESTOPPED,
 * CUPRO_ETIMEDOUT) the tally has counted what it had counted, and lists are NULL.
 */

/* Merge now. Cost: a pass over the indexes, in the order of the hashes, so that nothing waits for
 * memory, with k / 2 lookups a key of k tables; and one over the keys. */
#define cupro_tally_merge(...) CUPRO__TALLY_MERGE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TALLY_MERGE(tally, ...) \
    cupro_tally_merge_with((tally), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_tally_merge_with(cupro_tally *tally, const cupro_call *call);

/* Merge, and give back what is needed only to add. Of a large index 5 of 6 places are taken then,
 * and what threads counted alike has one place. As adding does, it moves keys, and is alone with
 * the tally; the next add makes room again. Cost: two passes over the tables, each on one thread.
 */
#define cupro_tally_shrink(...) CUPRO__TALLY_SHRINK(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TALLY_SHRINK(tally, ...) \
    cupro_tally_shrink_with((tally), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_tally_shrink_with(cupro_tally *tally, const cupro_call *call);

/* How often a key was added, or each of n of them; 0 if never. Cost: a lookup in each thread's
 * table; of many keys at a time several wait for memory together. */
CUPRO_API int cupro_tally_get(const cupro_tally *tally, const void *bytes, size_t length,
                              uint64_t *count);
CUPRO_API int cupro_tally_get_slices(const cupro_tally *tally, const cupro_slice *keys, size_t n,
                                     uint64_t *counts);
CUPRO_API int cupro_tally_get_number(const cupro_tally *tally, uint64_t key, uint64_t *count);
CUPRO_API int cupro_tally_get_numbers(const cupro_tally *tally, const uint64_t *keys, size_t n,
                                      uint64_t *counts);

/* How many different keys there are, and the sum of their counts; either may be NULL. */
#define cupro_tally_size(...) CUPRO__TALLY_PAIR(size, __VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_tally_size_with(cupro_tally *tally, size_t *distinct, uint64_t *total,
                                    const cupro_call *call);

/* How many bytes of memory it holds, about. Any thread, also while others add. */
CUPRO_API size_t cupro_tally_bytes(const cupro_tally *tally);

/* Forget the keys that were added less than `least` times. Their memory stays with the tally. */
#define cupro_tally_prune(...) CUPRO__TALLY_PRUNE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TALLY_PRUNE(tally, least, ...) \
    cupro_tally_prune_with((tally), (least), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_tally_prune_with(cupro_tally *tally, uint64_t least, const cupro_call *call);

/* Call visit(entries, n, ctx) with some entries at a time, each once, in no order, on several
 * threads at the same time. Non-zero stops, and is returned. */
typedef int cupro_tally_visit(const cupro_tally_entry *entries, size_t n, void *ctx);
typedef int cupro_tally_visit_numbers(const cupro_tally_number *numbers, size_t n, void *ctx);

#define cupro_tally_each(tally, visit, ...) \
    cupro_tally_each_with((tally), (visit), \
                          &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_tally_each_with(cupro_tally *tally, cupro_tally_visit *visit,
                                    const cupro_call *call);
#define cupro_tally_each_number(tally, visit, ...) \
    cupro_tally_each_number_with((tally), (visit), \
                                 &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_tally_each_number_with(cupro_tally *tally, cupro_tally_visit_numbers *visit,
                                           const cupro_call *call);

/*
 * All entries in an array that the library allocates, to be released with free(), NULL when there
 * are none. The commonest come first, those that are equally common by their keys; or all by their
 * keys. Keys are in the order of memcmp, a key before those that it is the beginning of; numbers
 * rise. Memory: the array, of 24 bytes an entry; while it is sorted about 2 bytes more, and for
 * each thread what it takes to sort a range, of which there are up to 256, of 16384 entries or
 * more. Numbers: twice the array, and some 10 bytes an entry. Who lists a large tally may shrink it
 * first.
 *
 *     error = cupro_tally_entries(tally, &entries, &n);
 *     error = cupro_tally_numbers_by_key(tally, &numbers, &n, .threads = 2);
 */
#define cupro_tally_entries(...) CUPRO__TALLY_PAIR(entries, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_tally_entries_by_key(...) \
    CUPRO__TALLY_PAIR(entries_by_key, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_tally_numbers(...) CUPRO__TALLY_PAIR(numbers, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_tally_numbers_by_key(...) \
    CUPRO__TALLY_PAIR(numbers_by_key, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TALLY_PAIR(verb, tally, first, second, ...) \
    cupro_tally_##verb##_with((tally), (first), (second), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_tally_entries_with(cupro_tally *tally, cupro_tally_entry **entries, size_t *n,
                                       const cupro_call *call);
CUPRO_API int cupro_tally_entries_by_key_with(cupro_tally *tally, cupro_tally_entry **entries,
                                              size_t *n, const cupro_call *call);
CUPRO_API int cupro_tally_numbers_with(cupro_tally *tally, cupro_tally_number **numbers, size_t *n,
                                       const cupro_call *call);
CUPRO_API int cupro_tally_numbers_by_key_with(cupro_tally *tally, cupro_tally_number **numbers,
                                              size_t *n, const cupro_call *call);

/*
 * The k commonest, as the first k of all entries in that order; *found is k, or how many there are
 * if they are fewer. `entries` has room for k. Cost: two passes over the list, and a sort of those
 * that are as common as the last one of the k, or commoner.
 */
#define cupro_tally_top(...)         CUPRO__TALLY_TOP(top, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_tally_top_numbers(...) CUPRO__TALLY_TOP(top_numbers, __VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TALLY_TOP(verb, tally, k, entries, found, ...) \
    cupro_tally_##verb##_with((tally), (k), (entries), (found), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_tally_top_with(cupro_tally *tally, size_t k, cupro_tally_entry *entries,
                                   size_t *found, const cupro_call *call);
CUPRO_API int cupro_tally_top_numbers_with(cupro_tally *tally, size_t k,
                                           cupro_tally_number *numbers, size_t *found,
                                           const cupro_call *call);

/* -- Saving ------------------------------------------------------------------------------------ */

/*
 * Write the tally as bytes that any machine can read back; equal tallies give equal bytes. `write`
 * is called on this thread with some bytes at a time, 1 MiB or less unless a key is longer; what it
 * returns, unless that is 0, ends the call and is returned.
 *
 * Load adds what was saved to a tally of the same kind. `read` puts up to `most` bytes at `bytes`
 * and says in *got how many, 0 at the end of all. No byte behind what was saved is asked for, so
 * several tallies may stand one behind the other. CUPRO_EDATA: these bytes are not what was saved,
 * or not all of it, or a tally of the other kind; nothing has been added.
 *
 * The format. Numbers are little endian, of 64 bits. A head of 48 bytes: "cuprotal"; the version,
 * 1; the kind, 0 for bytes and 1 for numbers; the number of entries; the sum of their counts; the
 * head's check. Then blocks: the number of bytes that follow its head of 24 bytes; the number of
 * entries in it, 1 or more; the block's check; the entries. An entry is the key's length, its
 * count, and the key's bytes, or for numbers the key and its count; all of these as little endian
 * groups of 7 bits, the highest bit of a byte saying that another group follows, with no zero group
 * at the end. Entries are in the order of their keys. The blocks end with the last entry.
 *
 * A check is computed over what stands before it in its head, then over the block's entries, 64
 * bits at a time, zeros behind the end: c = rotl((c ^ word) * 0x9e3779b97f4a7c15, 29), and in the
 * end the same with the number of bytes as the word. It begins with the check of the block before,
 * the head's check begins with 0. Each step is a bijection, so what is wrong in one word is always
 * seen.
 */
typedef int cupro_tally_write(const void *bytes, size_t length, void *arg);
typedef int cupro_tally_read(void *bytes, size_t most, size_t *got, void *arg);

#define cupro_tally_save(...) CUPRO__TALLY_PAIR(save, __VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_tally_save_with(cupro_tally *tally, cupro_tally_write *write, void *arg,
                                    const cupro_call *call);
CUPRO_API int cupro_tally_load(cupro_tally *tally, cupro_tally_read *read, void *arg);

/*
 * The same for counts of byte strings that are in no tally, because there are more of them than
 * memory. On this thread; they hold some 256 KiB, or a few times the longest key.
 *
 * Save n entries whose counts have the sum `total`, in the order of their keys: next(&entry, from)
 * is called n times, and what it returns unless that is 0 ends the call and is returned; the key
 * stays until the next one is asked for. CUPRO_EINVAL: keys do not rise, a count is 0, or the
 * total is another one; what was written by then is of no use.
 *
 * Load calls visit(entries, n, ctx) with some entries at a time, in their order. Unlike above,
 * those before damage (CUPRO_EDATA) have been visited by then.
 */
typedef int cupro_tally_next(cupro_tally_entry *entry, void *from);

CUPRO_API int cupro_tally_save_sorted(uint64_t n, uint64_t total, cupro_tally_next *next,
                                      void *from, cupro_tally_write *write, void *arg);
CUPRO_API int cupro_tally_load_each(cupro_tally_read *read, void *arg, cupro_tally_visit *visit,
                                    void *ctx);

CUPRO_END_DECLS

#endif
